import { refuse } from "../failure.ts";
import { reservedCharacters, reservedWords } from "./reserved.ts";

export type Token = {
  readonly type: "word" | "string" | "symbol" | "end";
  readonly text: string;
  /** Offset in the query, from 0. */
  readonly at: number;
};

const SYMBOLS = ["!=", ">=", "<=", "!~", "&&", "||", "=", ">", "<", "~", "(", ")", ",", "!"];
const WORD = /[^\s"'(),=!<>~&|]+/y;

/**
 * Cuts a query into tokens.
 * @throws JiraError 400 for a quote that is never closed
 */
export function tokenise(jql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < jql.length) {
    if (/\s/.test(jql.charAt(at))) {
      at += 1;
      continue;
    }
    const { token, end } = tokenAt(jql, at);
    tokens.push(token);
    at = end;
  }
  return [...tokens, { type: "end", text: "", at: jql.length }];
}

function tokenAt(jql: string, at: number): { token: Token; end: number } {
  const first = jql.charAt(at);
  if (first === '"' || first === "'") return stringAt(jql, at, first);
  const symbol = SYMBOLS.find((candidate) => jql.startsWith(candidate, at));
  if (symbol !== undefined) return { token: { type: "symbol", text: symbol, at }, end: at + symbol.length };
  WORD.lastIndex = at;
  const word = WORD.exec(jql)?.[0];
  if (word === undefined) throw syntaxError(jql, at, `The character '${first}' is a reserved JQL character.`);
  return { token: { type: "word", text: word, at }, end: at + word.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function stringAt(jql: string, start: number, quote: string): { token: Token; end: number } {
  let text = "";
  for (let at = start + 1; at < jql.length; at += 1) {
    const character = jql.charAt(at);
    if (character === quote) return { token: { type: "string", text, at: start }, end: at + 1 };
    if (character !== "\\") {
      text += character;
      continue;
    }
    const unicode = /^u([0-9a-f]{4})/i.exec(jql.slice(at + 1))?.[1];
    const next = jql.charAt(at + 1);
    text += unicode === undefined ? (ESCAPES[next] ?? next) : String.fromCodePoint(Number.parseInt(unicode, 16));
    at += unicode === undefined ? 1 : 5;
  }
  const message = `The quoted string '${jql.slice(start + 1)}' has not been completed.`;
  throw syntaxError(jql, start, message);
}

/** Refuses a bare word that JQL wants quoted: reserved words and words with reserved characters. */
export function checkBareWord(jql: string, token: Token): void {
  if (reservedWords.has(token.text.toLowerCase())) {
    const message = `'${token.text}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.`;
    throw syntaxError(jql, token.at, message);
  }
  const index = token.text.search(reservedCharacters);
  if (index !== -1) {
    const character = token.text.charAt(index);
    const code = character.codePointAt(0)?.toString(16).padStart(4, "0");
    const message = `The character '${character}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${code}' instead.`;
    throw syntaxError(jql, token.at + index, message);
  }
}

/** The error of a query that cannot be read, with its place counted from 1. */
export function syntaxError(jql: string, at: number, message: string): Error {
  const before = jql.slice(0, at).split("\n");
  const place = `(line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1})`;
  return refuse(400, `Error in the JQL Query: ${message} ${place}`);
}
