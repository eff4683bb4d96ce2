import { keyRef } from "./ids.ts";
import type { KeyRef } from "./ids.ts";
import { proseOf } from "./prose.ts";

/** What a text says of the item it belongs to: it waits for `end`, or `end` waits for it. */
export type Reference = {
  readonly means: "blocked-by" | "blocks";
  readonly end: KeyRef;
  /** The words as written, from the connector to the key. */
  readonly phrase: string;
};

/** All lengths are bounded, so that hostile text costs no more than its length. */
const jiraKey = String.raw`(?<jira>[A-Z][A-Z\d]{0,79}-[1-9]\d{0,9})(?![A-Z\d])`;
const address = String.raw`(?<![/\w.-])(?<repo>[A-Z\d][A-Z\d-]{0,38}/[\w.-]{1,100})#(?<number>[1-9]\d{0,9})(?![A-Z\d])`;
const bareNumber = String.raw`(?<![/\w.-])#(?<bare>[1-9]\d{0,9})(?![A-Z\d])`;
const url = String.raw`(?<url>https?://[^\s<>()[\]"'\x60|]{1,2000})`;
const anyKey = `(?<![A-Z\\d])(?:${url}|${address}|${bareNumber}|${jiraKey})`;

const connector = /(?<![\w-])(?:blocked[ \t]{1,3}by|depend(?:s|ent)?[ \t]{1,3}(?:up)?on|blocks)(?![\w-])/giu;
const mayTell = /block|depend/iu;
const negation =
  /(?:\b(?:not|no longer|never|was|were|previously|formerly|used to be)|n['’]t)[ \t]{1,3}(?:be(?:en)?[ \t]{1,3})?$/iu;
const bullet = String.raw`[ \t]{0,8}[-*+][ \t]{1,4}(?:\[[ x]\][ \t]{1,4})?`;
const opening = String.raw`[[<(*_]{0,4}`;
const thing = String.raw`(?:the[ \t]{1,3})?(?:(?:issue|ticket|story|task|epic|bug)s?[ \t]{1,3})?`;
/** What stands before the first key: emphasis, a colon, a word for the thing. */
const lead = new RegExp(String.raw`[ \t*_]{0,8}:?[ \t*_]{0,8}${thing}${opening}`, "iuy");
/** Or the list below. */
const listLead = new RegExp(String.raw`[ \t*_]{0,8}:?[ \t*_]{0,8}\n(?:[ \t]{0,8}\n)?${bullet}${opening}`, "iuy");
const keyHere = new RegExp(anyKey, "iuy");
/** What may stand after a key: the end of its markup, the target of a Markdown link. */
const tail = /[\])>*_]{0,6}(?:\([^()\s]{1,2000}\))?[*_)]{0,4}/uy;
/** What joins two keys of one sentence. */
const joint = new RegExp(
  String.raw`[ \t]{0,4}(?:[,;][ \t]{0,4}(?:(?:and|or)[ \t]{1,3})?|(?:and|or|&|\+)[ \t]{1,3})${thing}${opening}`,
  "iuy",
);
/** In a list, each line begins with its key and may go on with a title. */
const nextBullet = new RegExp(String.raw`[^\n]{0,500}\n${bullet}${opening}`, "iuy");

/**
 * Dependencies that a person wrote down: `Blocked by PAY-12`, `Depends on acme/api#7 and #8`, `Blocks: <url>`.
 * Code, quotations and comments do not count, nor does `no longer blocked by`.
 * @param text Markdown or plain text.
 * @param repo `owner/repo` that a bare `#7` belongs to; null where there is none.
 * @returns in the order of the text, one per direction and key; the item's own key is not left out.
 */
export function findReferences(text: string, repo: string | null = null): readonly Reference[] {
  // Most texts say nothing of the kind: looking once is cheaper than reading them as prose.
  if (!mayTell.test(text)) return [];
  const prose = proseOf(text);
  const found = new Map<string, Reference>();
  for (const match of prose.matchAll(connector)) {
    if (negation.test(prose.slice(Math.max(0, match.index - 40), match.index))) continue;
    const means = match[0].toLowerCase() === "blocks" ? "blocks" : "blocked-by";
    for (const { end, phrase } of listAfter(prose, match, repo)) {
      const id = `${means} ${end}`;
      if (!found.has(id)) found.set(id, { means, end, phrase });
    }
  }
  return [...found.values()];
}

const anywhere = new RegExp(anyKey, "giu");

/**
 * Every key a text names, whatever it says of it: for a pull request's title, branch and body.
 * @param repo `owner/repo` that a bare `#7` belongs to; without it, bare numbers are left out.
 * @returns in the order of the text, without repeats. Words like `UTF-8` look the same as keys: compare with known projects.
 */
export function mentionedKeys(text: string, repo: string | null = null): readonly KeyRef[] {
  const keys = new Set<KeyRef>();
  for (const match of proseOf(text).matchAll(anywhere)) {
    const key = keyOf(match, repo);
    if (key !== null) keys.add(key);
  }
  return [...keys];
}

type Named = Pick<Reference, "end" | "phrase">;

/** Keeps lists that nest in each other from being read again and again. */
const longestList = 100;

function listAfter(prose: string, match: RegExpExecArray, repo: string | null): Named[] {
  const named: Named[] = [];
  const start = match.index + match[0].length;
  const listStart = skip(listLead, prose, start);
  const isList = listStart > start;
  let at = isList ? listStart : skip(lead, prose, start);
  for (let read = 0; read < longestList; read++) {
    keyHere.lastIndex = at;
    const key = keyHere.exec(prose);
    if (key === null) break;
    const end = keyOf(key, repo);
    if (end !== null) named.push({ end, phrase: `${match[0]} ${key[0]}` });
    const after = skip(tail, prose, keyHere.lastIndex);
    at = skip(joint, prose, after);
    if (at === after && isList) at = skip(nextBullet, prose, after);
    if (at === after) break;
  }
  return named;
}

/** Where the sticky pattern ends when it matches at `from`; else `from`. */
function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function keyOf(match: RegExpExecArray, repo: string | null): KeyRef | null {
  const groups = { ...match.groups };
  if (groups["jira"] !== undefined) return keyRef("jira", groups["jira"]);
  if (groups["url"] !== undefined) return keyOfUrl(groups["url"]);
  if (groups["repo"] !== undefined) return keyRef("github", `${groups["repo"]}#${groups["number"]}`);
  return repo === null ? null : keyRef("github", `${repo}#${groups["bare"]}`);
}

const browsePath = /\/browse\/([A-Z][A-Z\d]{0,79}-[1-9]\d{0,9})(?![A-Z\d])/iu;
const issuePath = /\/([A-Z\d][A-Z\d-]{0,38}\/[\w.-]{1,100})\/issues\/([1-9]\d{0,9})(?![A-Z\d])/iu;

/** The page of an issue on any host. A pull request is no work item and never blocks. */
function keyOfUrl(address: string): KeyRef | null {
  const jira = browsePath.exec(address)?.[1];
  if (jira !== undefined) return keyRef("jira", jira);
  const issue = issuePath.exec(address);
  return issue === null ? null : keyRef("github", `${issue[1]}#${issue[2]}`);
}
