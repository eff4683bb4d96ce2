/** GitHub's limit of a body, in characters. */
const longest = 65_536;
/** Maximum length of one part: the time to parse a text grows faster than its length. */
export const longestPart = 4096;
/** Maximum depth of nested lists on one line. */
const deepest = 6;
/** Maximum number of characters in a paragraph that may open or close markup; people use far fewer. */
const mostSigns = 200;

const tooDeep = new RegExp(String.raw`^((?:[ \t]{0,12}(?:[-*+>]|\d{1,9}[.)])(?=[ \t>]|$)){${deepest}}).*$`, "u");
const sign = /[[\]*_~<!&\\@|`]/gu;

/**
 * Splits a Markdown text into parts that any parser reads in linear time: limits the nesting and the number of markup
 * characters in a paragraph, and drops the rest. An ordinary text is one part.
 */
export function boundedParts(markdown: string): readonly string[] {
  const parts: string[] = [];
  let part: string[] = [];
  let length = 0;
  for (const line of boundedLines(markdown.slice(0, longest))) {
    const isAfterBlank = part.at(-1)?.trim() === "" && /^\S/u.test(line);
    if (length + line.length > longestPart || (length > longestPart / 2 && isAfterBlank)) {
      parts.push(part.join("\n"));
      part = [];
      length = 0;
    }
    part.push(line);
    length += line.length + 1;
  }
  const all = [...parts, part.join("\n")].filter((text) => text.trim() !== "");
  return all.length > 1 ? all.map((one) => `${one}\n\n${definitionsIn(markdown)}`) : all;
}

const definition = /^ {0,3}\[[^\]\n]{1,100}\]:[ \t]{1,4}\S{1,400}[ \t]*$/gmu;
/** Maximum number of definitions, which every part gets. */
const mostDefinitions = 10;

/** The last definitions of the text: links of any part may use them. */
function definitionsIn(markdown: string): string {
  const found = markdown.slice(0, longest).match(definition) ?? [];
  return found.slice(-mostDefinitions).join("\n");
}

function* boundedLines(text: string): Generator<string> {
  let signs = 0;
  for (const line of text.split("\n")) {
    // The parser reads cells of a table one by one.
    if (line.trim() === "" || line.trimStart().startsWith("|")) signs = 0;
    const shallow = line.replace(tooDeep, "$1").replace(sign, (found) => {
      signs += 1;
      return signs > mostSigns ? " " : found;
    });
    yield* shortLines(shallow);
  }
}

/** Splits a long line into parts, between two words. */
function* shortLines(line: string): Generator<string> {
  let from = 0;
  while (line.length - from > longestPart) {
    const space = line.lastIndexOf(" ", from + longestPart);
    const to = space > from ? space : from + longestPart;
    yield line.slice(from, to);
    from = to;
  }
  yield line.slice(from);
}
