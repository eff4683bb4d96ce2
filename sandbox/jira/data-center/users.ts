import type { RawRecord } from "../../data.ts";
import { textAt } from "../../record.ts";

/**
 * A user as Data Center shows one: by key and name, without an account id. New users have keys such as `JIRAUSER10100`.
 * @param user as Cloud shows one
 */
export function serverUser(user: RawRecord, baseUrl: string): RawRecord {
  const { accountId, accountType: _, ...rest } = user;
  const id = String(accountId);
  const name = userName(user);
  const self = `${baseUrl}/rest/api/2/user?username=${encodeURIComponent(name)}`;
  return { ...rest, self, name, key: `JIRAUSER${id.replaceAll(/\W/gu, "").toUpperCase()}` };
}

function userName(user: RawRecord): string {
  const words = textAt(user, "emailAddress")?.split("@")[0] ?? textAt(user, "displayName") ?? "unknown";
  return words.toLowerCase().replaceAll(/[^\w.-]+/gu, ".");
}

/** Whether words are a user's name or key. */
export function isCalled(user: RawRecord, words: string): boolean {
  const { name, key } = serverUser(user, "");
  return name === words.toLowerCase() || key === words;
}
