import type { RawRecord } from "../../data.ts";
import { apiRoot } from "../address.ts";
import type { Account } from "../entity.ts";
import type { HostState } from "../host-state.ts";

const remembered = new WeakMap<Account, RawRecord>();

/** An account as REST shows it inside other records. */
export function accountRow(state: HostState, login: string): RawRecord {
  const account = state.accounts.named(login);
  const before = remembered.get(account);
  if (before !== undefined) return before;
  const row = build(state, account);
  remembered.set(account, row);
  return row;
}

export function accountRowOrNull(state: HostState, login: string | null): RawRecord | null {
  return login === null ? null : accountRow(state, login);
}

function build(state: HostState, account: Account): RawRecord {
  const { login, id, nodeId, type, raw } = account;
  const url = `${apiRoot(state)}/users/${login}`;
  return {
    avatar_url: `${state.baseUrl}/avatars/u/${id}`,
    gravatar_id: "",
    ...raw,
    login,
    id,
    node_id: nodeId,
    url,
    html_url: `${state.baseUrl}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: raw["site_admin"] === true,
  };
}
