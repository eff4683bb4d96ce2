/**
 * Foreign text as data: nothing of it may come alive in a Markdown body, whoever wrote it. GitHub looks for mentions,
 * references, commits, addresses and emoji in the text that is left after Markdown is done, so escaping alone does
 * not stop them: a zero-width space does, as Renovate's dashboard has shown for years.
 */
const gap = "\u200B";

/** One line, without control characters and without marks that turn the direction of what follows. */
export function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/(?:[^\S\u00a0]|[\p{Cc}\u2028\u2029])+/gu, " ")
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, "");
}

/** Text for a place where Markdown is read: a paragraph, a list item, a cell, the text of a link. */
export function escapeMarkdown(text: string): string {
  return defused(plainLine(text))
    .replaceAll(/[\\`*_[\]~<>&|\u200B]/gu, markdownCharacter)
    .replaceAll("$", dollar);
}

/** Text for a place where only HTML is read, such as a summary. */
export function escapeHtml(text: string): string {
  return defused(plainLine(text))
    .replaceAll(/[<>&"'\u200B]/gu, entity)
    .replaceAll("$", dollar);
}

/** As GitHub's manual has it: two dollars in one text would be mathematics. */
const dollar = "<span>$$</span>";

function markdownCharacter(character: string): string {
  // Entities are the same everywhere; a backslash before a pipe is read twice in a table.
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

/** At the start of a line more characters have a meaning: headings, bullets, numbers, rules. */
export function escapeStart(line: string): string {
  return line.replace(/^[#+\-=:]/u, (character) => `\\${character}`).replace(/^(\d{1,9})([.)])/u, String.raw`$1\$2`);
}

/** Each of these is broken by a gap after what was matched. */
const alive = [
  // @person, @org/team, a@b.example
  /[@＠]/gu,
  // #12, owner/repo#12
  /[#＃]/gu,
  // GH-12
  /\bGH-(?=\d)/giu,
  // https://…, www.…; the scheme is cut from what follows
  /(?:https?|ftp|mailto|xmpp):/giu,
  /www(?=\.)/giu,
  // :tada:
  /:(?=[\w+-]+:)/gu,
];

/** Seven hex digits or more may name a commit; six never do. */
const commit = /(?<!\w)[\da-f]{7,}(?!\w)/giu;

function defused(text: string): string {
  // A gap of the text's own stays where it is; it cannot be told from ours and shows nothing.
  let line = text.replaceAll(commit, (digits) => digits.replaceAll(/.{6}(?=.)/gu, `$&${gap}`));
  for (const pattern of alive) line = line.replaceAll(pattern, `$&${gap}`);
  return line;
}
