import type { RawRecord } from "../../data.ts";
import type { Person } from "../people.ts";

export const apiUrl = "https://api.github.com";
export const webUrl = "https://github.com";

/** Global ids as GitHub makes them today: a prefix and a packed list of numbers, the repository's before the thing's. */
export function nodeId(prefix: string, ...ids: readonly number[]): string {
  const bytes = [0x90 + ids.length + 1, 0, ...ids.flatMap(packed)];
  return `${prefix}_${Buffer.from(bytes).toString("base64url")}`;
}

/** MessagePack's unsigned integers of 32 and 64 bits. */
function packed(id: number): readonly number[] {
  const bytes = Buffer.alloc(id < 2 ** 32 ? 5 : 9);
  bytes[0] = bytes.length === 5 ? 0xce : 0xcf;
  if (bytes.length === 5) bytes.writeUInt32BE(id, 1);
  else bytes.writeBigUInt64BE(BigInt(id), 1);
  return [...bytes];
}

const users = new Map<number, RawRecord>();

/** One object per person, shared by all records: there are many of them. */
export function user(person: Person): RawRecord {
  const known = users.get(person.number) ?? userRecord(person);
  users.set(person.number, known);
  return known;
}

function userRecord({ login, number }: Person): RawRecord {
  const id = 9_310_000 + number * 4217;
  const url = `${apiUrl}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId("U", id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${webUrl}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: "User",
    site_admin: false,
  };
}

/** `2026-11-20T10:12:00Z` @param at epoch milliseconds */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
