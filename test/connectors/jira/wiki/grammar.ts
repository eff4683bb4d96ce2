/** Everything that the renderer may write, so that anything else in a text is foreign markup that came alive. */
const special = String.raw`\-#*_+?^~|{}[\]()!\\`;
const escaped = String.raw`\\[-#*_+?^~|{}[\]()!]`;
const entity = String.raw`&(?:#\d{1,3}|amp);`;
const plain = `[^${special}]`;
const word = `(?:${escaped}|${entity}|${plain})`;
const strong = String.raw`\*${word}+\*|\{\*\}${word}+\{\*\}`;
const code = String.raw`\{\{(?:${entity}|${plain})+\}\}`;
const link = String.raw`\[(?:${entity}|${plain})*\|https?:\/\/[^|[\]{}\\\s]+\]`;
const bare = `(?:${link}|${code}|${strong}|${word})`;
const colored = String.raw`\{color:#[0-9a-f]{6}\}${bare}*\{color\}`;
const colors = String.raw`\{color:#[0-9a-f]{6}\}(?:${colored}|${bare})*\{color\}`;
const inline = `(?:${colors}|${colored}|${bare})*`;
const cells = (bar: string) => String.raw`${bar}(?:${inline}${bar})+`;

const lines = [
  inline,
  `h[234]\\. ${inline}`,
  `\\* ${inline}`,
  String.raw`\* \([ /]\) \{anchor:signalbox-tick-[\w-]+\}${inline}`,
  cells(String.raw`\|\|`),
  cells(String.raw`\|`),
  String.raw`\{panel:bgColor=#[0-9a-f]{6}\|borderColor=#[0-9a-f]{6}\}`,
  String.raw`\{panel\}`,
].map((line) => new RegExp(`^${line}$`, "u"));

/** Begins something at Jira although no character of it is special. */
const alive = /:\/\/|\bmailto:|\b(?:[hH][1-6]|[bB][qQ])\.|:[DPp]|[:;][()]/u;

/** The lines of a text that hold markup of their own. */
export function foreignLines(text: string): readonly string[] {
  const outside = text.replaceAll(/^\{noformat\}\n([^{]|\{(?!noformat))*\n\{noformat\}$/gmu, "");
  return outside.split("\n").filter((line) => {
    const words = line.replaceAll(new RegExp(link, "gu"), "").replace(/^h[234]\. /u, "");
    return !lines.some((form) => form.test(line)) || alive.test(words);
  });
}
