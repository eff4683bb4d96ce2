/**
 * The trackers' grammar of names, for texts, titles, branches, records and the train file. Parts of regular
 * expressions; all lengths are bounded, so that hostile text costs time in proportion to its length.
 */

/** `PAY`, `PAY_X`: a Jira project. */
const projectGrammar = String.raw`[A-Za-z][A-Za-z\d_]{0,79}`;

/** The number of an issue, without leading zeros. */
export const numberGrammar = String.raw`[1-9]\d{0,9}`;

/** `PAY-12`, `PAY_X-12`. */
export const issueKeyGrammar = `${projectGrammar}-${numberGrammar}`;

/** `acme/api`; the owner may be a managed user, whose name ends in `_short-code`. */
export const repositoryGrammar = String.raw`[A-Z\d][A-Z\d_-]{0,38}/[\w.-]{1,100}`;

/** The end of a key or a number. */
export const keyEnd = String.raw`(?![A-Z\d])`;

/** A Jira project key and nothing else. */
export const projectKey = new RegExp(`^${projectGrammar}$`);

/** A Jira issue key and nothing else. */
export const issueKey = new RegExp(`^${issueKeyGrammar}$`);

/** `PAY` of `PAY-12`. */
export function projectOf(key: string): string {
  return key.slice(0, key.lastIndexOf("-"));
}
