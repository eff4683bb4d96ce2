import type { RawRecord } from "../data.ts";

/** A user as the API shows one. */
export type Account = {
  readonly accountId: string;
  displayName: string;
  readonly emailAddress: string;
  readonly timeZone: string;
};

/** A user record as the API embeds it. */
export function userRecord(account: Account, baseUrl: string): RawRecord {
  return {
    self: `${baseUrl}/rest/api/3/user?accountId=${encodeURIComponent(account.accountId)}`,
    accountId: account.accountId,
    emailAddress: account.emailAddress,
    displayName: account.displayName,
    active: true,
    timeZone: account.timeZone,
    accountType: "atlassian",
  };
}
