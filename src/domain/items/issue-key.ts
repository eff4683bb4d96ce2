/**
 * How trackers write the names of things: one grammar for texts, titles, branches, records and the train file. Parts of
 * regular expressions; all lengths are bounded, so that hostile text costs no more than its
 * length.
 */

/** `PAY`, `PAY_X`: a Jira project. */
const projectGrammar = String.raw`[A-Za-z][A-Za-z\d_]{0,79}`;

/** The number of an issue, without leading zeros. */
export const numberGrammar = String.raw`[1-9]\d{0,9}`;

/** `PAY-12`, `PAY_X-12`. */
export const issueKeyGrammar = `${projectGrammar}-${numberGrammar}`;

/** `acme/api`; the owner may be a managed user, whose name ends in `_short-code`. */
export const repositoryGrammar = String.raw`[A-Z\d][A-Z\d_-]{0,38}/[\w.-]{1,100}`;

/** Where a key or a number must be over. */
export const keyEnd = String.raw`(?![A-Z\d])`;

/** The key of a Jira project and nothing else. */
export const projectKey = new RegExp(`^${projectGrammar}$`);

/** The key of a Jira issue and nothing else. */
export const issueKey = new RegExp(`^${issueKeyGrammar}$`);

/** `PAY` of `PAY-12`. */
export function projectOf(key: string): string {
  return key.slice(0, key.lastIndexOf("-"));
}
