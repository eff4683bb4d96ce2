/** What GitHub takes at most. */
const longest = 65_536;
/** Of one part: parsing a text costs more than its length, so that long ones are parsed in parts. */
export const longestPart = 4096;
/** Lists inside each other on one line. */
const deepest = 6;
/** Signs of one paragraph that may open or close something; people use far fewer. */
const mostSigns = 200;

const tooDeep = new RegExp(String.raw`^((?:[ \t]{0,12}(?:[-*+>]|\d{1,9}[.)])(?=[ \t>]|$)){${deepest}}).*$`, "u");
const sign = /[[\]*_~<!&\\@|`]/gu;

/**
 * A Markdown text in parts that a parser reads in a time that grows with their length, whatever stands in them: nesting
 * and the number of signs in a paragraph are limited, what is beyond is left out. An ordinary text is one part.
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
/** Of the definitions that every part gets. */
const mostDefinitions = 10;

/** Links of any part may lead where the end of the text says. */
function definitionsIn(markdown: string): string {
  const found = markdown.slice(0, longest).match(definition) ?? [];
  return found.slice(-mostDefinitions).join("\n");
}

function* boundedLines(text: string): Generator<string> {
  let signs = 0;
  for (const line of text.split("\n")) {
    // Cells of a table are read one by one.
    if (line.trim() === "" || line.trimStart().startsWith("|")) signs = 0;
    const shallow = line.replace(tooDeep, "$1").replace(sign, (found) => {
      signs += 1;
      return signs > mostSigns ? " " : found;
    });
    yield* shortLines(shallow);
  }
}

/** A line that is a part of its own, cut between two words. */
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
