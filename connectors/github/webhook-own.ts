import type { GithubConnection } from "../../src/ports/connection.ts";
import { isSameAccount, type GithubAccount } from "./account.ts";
import { isMarked } from "./marks.ts";
import type { Authored, Envelope } from "./webhook-schema.ts";

/**
 * Whether we did this ourselves: written and sent by our account, with our marks in it. Either alone is not enough:
 * anyone can paste a mark, and an account can be a person's, who works as well.
 *
 * While our account is not known (no request is made for it) an app is known by its id in the payload. Of a token's
 * account only the marks speak, and that author and sender are one: a person who opens an issue with pasted marks is
 * then heard by the next poll only.
 */
export function isOwnWrite(
  connection: GithubConnection,
  self: GithubAccount | null,
  { sender, thing }: { readonly sender: Envelope["sender"]; readonly thing: Authored },
): boolean {
  const { user } = thing;
  if (user == null || !isSameAccount(user, sender)) return false;
  if (!isMarked(thing.body ?? "")) return false;
  if (self !== null) return isSameAccount(self, user);
  return connection.auth.kind === "token" || isVia(connection.auth.appId, thing);
}

function isVia(appId: string, { performed_via_github_app: app }: Authored): boolean {
  return app != null && (app.id === appId || app.client_id === appId);
}
