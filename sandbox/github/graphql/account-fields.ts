import { textAt } from "../../record.ts";
import { accountPath } from "../address.ts";
import { projectNode, projectsOf } from "../projects/project-nodes.ts";
import { fieldsOf, type Fields } from "./context.ts";
import { isAccount } from "./kinds.ts";

/** Users, bots and organisations. */
export const accountFields: Fields = fieldsOf(isAccount, {
  name: ({ raw }) => textAt(raw, "name"),
  avatarUrl: (account, _args, { state }) =>
    textAt(account.raw, "avatar_url") ?? `${state.baseUrl}/avatars/u/${account.id}`,
  isViewer: ({ login }, _args, { state }) => login === state.login,
  projectV2: ({ login }, args, { state }) => projectNode(state, login, Number(args["number"])),
  projectsV2: ({ login }, args, { state }) => projectsOf(state, login, args),
  resourcePath: (account) => accountPath(account),
});
