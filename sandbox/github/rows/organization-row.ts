import type { RawRecord } from "../../data.ts";
import { apiRoot } from "../address.ts";
import type { Account } from "../entity.ts";
import type { HostState } from "../host-state.ts";

/** An organisation as webhook payloads show it. */
export function organizationRow(state: HostState, { login, id, nodeId }: Account): RawRecord {
  const url = `${apiRoot(state)}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${state.baseUrl}/avatars/u/${id}`,
    description: null,
  };
}
