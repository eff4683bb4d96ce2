/**
 * Escapes foreign text, so that a Markdown body contains none of its mentions, references or markup. GitHub searches
 * the rendered text for mentions, references, commits, addresses and emoji, so escaping alone does not prevent them; a
 * zero-width space does, as in Renovate's dashboard.
 */
const gap = "\u200B";

/** One line, without control characters and bidirectional controls. */
export function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/(?:[^\S\u00a0]|[\p{Cc}\u2028\u2029])+/gu, " ")
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, "");
}

/** Text for Markdown: a paragraph, a list item, a cell, the text of a link. */
export function escapeMarkdown(text: string): string {
  return defused(plainLine(text))
    .replaceAll(/[\\`*_[\]~<>&|\u200B]/gu, markdownCharacter)
    .replaceAll("$", dollar);
}

/** Text for HTML, such as a summary. */
export function escapeHtml(text: string): string {
  return defused(plainLine(text))
    .replaceAll(/[<>&"'\u200B]/gu, entity)
    .replaceAll("$", dollar);
}

/** From GitHub's manual: two dollars in one text would be mathematics. */
const dollar = "<span>$$</span>";

function markdownCharacter(character: string): string {
  // Entities work everywhere; GitHub unescapes a backslash before a pipe twice in a table.
  return /[\\`*_[\]~]/u.test(character) ? `\\${character}` : entity(character);
}

function entity(character: string): string {
  switch (character) {
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case "&":
      return "&amp;";
    default:
      return `&#${character.codePointAt(0)};`;
  }
}

/** Escapes further characters at the start of a line: headings, bullets, numbers, rules. */
export function escapeStart(line: string): string {
  return line.replace(/^[#+\-=:]/u, (character) => `\\${character}`).replace(/^(\d{1,9})([.)])/u, String.raw`$1\$2`);
}

/** A gap after the match disables each of these. */
const alive = [
  // @person, @org/team, a@b.example
  /[@＠]/gu,
  // #12, owner/repo#12
  /[#＃]/gu,
  // GH-12
  /\bGH-(?=\d)/giu,
  // https://…, www.…; the gap separates the scheme from the rest
  /(?:https?|ftp|mailto|xmpp):/giu,
  /www(?=\.)/giu,
  // :tada:
  /:(?=[\w+-]+:)/gu,
];

/** Seven hex digits or more may name a commit; six never do. */
const commit = /(?<!\w)[\da-f]{7,}(?!\w)/giu;

function defused(text: string): string {
  // Keeps a gap of the text itself, which is invisible as well.
  let line = text.replaceAll(commit, (digits) => digits.replaceAll(/.{6}(?=.)/gu, `$&${gap}`));
  for (const pattern of alive) line = line.replaceAll(pattern, `$&${gap}`);
  return line;
}
