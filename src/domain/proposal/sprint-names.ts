import { pairsOf } from "./counting.ts";

/** Words of sprint names that name no team. Months count as numbers: they differ from sprint to sprint. */
const general = new Set(
  "sprint sprints iteration iterations iter pi increment release week wk kw cw q quarter s it i sp v version cycle phase milestone until to from the of and for bis ab vom team board no nr".split(
    " ",
  ),
);
const months =
  /^(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni?|july?|juli?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dez(?:ember)?)$/u;

/** Names that differ only in their numbers and months. */
export type NamePattern = {
  /** `# Sprint # SDK` */
  readonly shape: string;
  /** The words that name a team; empty if there are none. */
  readonly words: readonly string[];
  /** A regular expression that matches these names, and no others. */
  readonly pattern: string;
  /** The same with the number behind a word of a team as part of its name: `Squad 7` of `Squad 7 Sprint 3`. */
  readonly numbered: { readonly name: string; readonly pattern: string };
};

/** The pattern of a sprint's name; what stands in parentheses does not count. */
export function patternOf(name: string): NamePattern {
  const bare = name.replaceAll(/\([^()]*\)/gu, " ").trim();
  const isWhole = bare === name.trim();
  const parts = [...bare.matchAll(/\p{N}+|\p{L}+|\s+|[^\p{N}\p{L}\s]/gu)].map(([part]) => part);
  const shape = parts.map((part) => (isCounter(part) ? "#" : /^\s/u.test(part) ? " " : part)).join("");
  const words = parts.filter(isTeamWord);
  const end = isWhole ? "$" : "";
  const pattern = `^${parts.map(patternOfPart).join("")}${end}`;
  return { shape, words, pattern, numbered: numberedIn(parts, end) ?? { name: words.join(" "), pattern } };
}

/** Only a number that another one follows: the last one counts the sprints. */
function numberedIn(parts: readonly string[], end: string): NamePattern["numbered"] | null {
  const numbers = parts.flatMap((part, place) => (/^\p{N}/u.test(part) ? place : []));
  const own = numbers.slice(0, -1).find((place) => parts.slice(Math.max(0, place - 2), place).some(isTeamWord));
  if (own === undefined) return null;
  const first = parts.findIndex(isTeamWord);
  const pattern = parts.map((part, place) => (place === own ? part : patternOfPart(part))).join("");
  return { name: parts.slice(first, own + 1).join(""), pattern: `^${pattern}${end}` };
}

/** A word that names a team. */
function isTeamWord(part: string): boolean {
  return /^\p{L}/u.test(part) && !isCounter(part) && !general.has(part.toLowerCase());
}

function isCounter(part: string): boolean {
  return /^\p{N}/u.test(part) || months.test(part.toLowerCase());
}

function patternOfPart(part: string): string {
  if (/^\p{N}/u.test(part)) return String.raw`\d+`;
  if (isCounter(part)) return String.raw`\w+`;
  if (/^\s/u.test(part)) return String.raw`\s+`;
  return part.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** An increment and the place in it, as a name has them. */
export type Numbering = { readonly increment: string; readonly parts: readonly number[]; readonly iteration: number };

const incrementWord = /(?:^|[^\p{L}])((?:pi|q|quarter|increment|quartal|trimestre|train|release)[\s-]?)$/iu;
/** Smaller numbers are those of teams, greater ones years. */
const firstYear = 20;

/** The numbering in a name, such as `PI 3 Sprint 2` or `26.4.1`: the last number counts iterations. Null for fewer than two numbers. */
export function numberingIn(name: string): Numbering | null {
  const bare = name.replaceAll(/\([^()]*\)/gu, " ");
  const numbers = [...bare.matchAll(/\d+/gu)];
  const last = numbers.at(-1);
  const before = numbers.at(-2);
  if (last === undefined || before === undefined) return null;
  const parts = withoutTeam(numbers.slice(0, -1), bare);
  const text = bare.slice(0, Math.min(...parts.map(({ index }) => index)));
  const start = text.length - (incrementWord.exec(text)?.[1] ?? text.slice(text.search(/\p{L}*$/u))).length;
  return {
    increment: bare.slice(start, before.index + before[0].length).trim(),
    parts: parts.map(([number]) => Number(number)),
    iteration: Number(last[0]),
  };
}

/** `Squad 7 PI 3 Sprint 2`: the number of a team before that of the increment. */
function withoutTeam(numbers: readonly RegExpExecArray[], name: string): readonly RegExpExecArray[] {
  const place = numbers.findIndex(({ index }) => incrementWord.test(name.slice(0, index)));
  return numbers.slice(0, Math.max(0, place)).every(([number]) => Number(number) < firstYear)
    ? numbers.slice(Math.max(0, place))
    : numbers;
}

/** An increment has at most this many iterations: a quarter of weeks. */
const mostIterations = 14;
/** Shares of names that have a numbering, and of steps from one to the next that are regular. */
const named = 0.6;
const usually = 0.8;

/**
 * Whether a team numbers its sprints within increments: from one to the next, the last number grows by one, or begins
 * again with another increment.
 * @param names of the team's sprints, in their order in time
 */
export function numbersWithinIncrements(names: readonly string[]): boolean {
  const all = names.map(numberingIn);
  const known = all.filter((numbering) => numbering !== null);
  if (known.length < 2 || known.length < named * names.length) return false;
  if (known.some(({ iteration }) => iteration > mostIterations)) return false;
  // `2026 Sprint 3` counts the sprints of a year, which is no increment.
  if (known.every(({ parts }) => parts.length === 1 && parts.every(isYear))) return false;
  const pairs = pairsOf(known);
  const within = pairs.filter(([before, next]) => before.increment === next.increment);
  // `Squad 7 Sprint 3` has the number of a team, which never changes.
  if (within.length === pairs.length && !known.some(isIncrementNamed)) return false;
  // `v1.4.0`, `v1.5.0` count releases: of increments, only the first and the last may be shown by one sprint.
  if (pairs.length - within.length > within.length + 1) return false;
  const regular = pairs.filter(([before, next]) =>
    before.increment === next.increment ? next.iteration === before.iteration + 1 : next.iteration <= 1,
  );
  return regular.length >= usually * pairs.length;
}

function isIncrementNamed({ increment, parts }: Numbering): boolean {
  return parts.length > 1 || incrementWord.test(increment.replace(/\d+$/u, ""));
}

function isYear(number: number): boolean {
  return number >= 1970 && number <= 2199;
}

/** The key of an increment with its year in full, if a short one begins it: `26.4` is `2026.4`. */
export function withWholeYear(numbering: Numbering, year: number): string {
  const [first, ...others] = numbering.parts;
  if (first === undefined || others.length === 0 || !numbering.increment.startsWith(String(first)))
    return numbering.increment;
  const century = [year, year + 1, year - 1].find((one) => one % 100 === first && first >= 10);
  return century === undefined ? numbering.increment : `${century}${numbering.increment.slice(String(first).length)}`;
}
