import { isMap, isScalar, LineCounter, parseDocument, type Document, type Pair, type YAMLParseError } from "yaml";
import { maskReferences, unmaskReferences } from "./environment.ts";
import type { Path, Problem } from "./problems.ts";

/** A place in the file; both count from 1. */
export type Position = { readonly line: number; readonly column: number };

/** A YAML text with the position of each value. `${NAME}` is still masked in `value`. */
export type YamlSource = {
  readonly value: unknown;
  /** Syntax errors; if there are any, do not use `value`. */
  readonly problems: readonly Problem[];
  /** Of a value, or of its nearest ancestor in the file. */
  positionOf(path: Path): Position;
  /** Of a key in the map at `path`. */
  positionOfKey(path: Path, key: string): Position;
  /** A plain value as written, `${NAME}` unresolved; null for maps, lists and missing values. */
  written(path: Path): string | null;
};

/** Parses YAML 1.2; never throws on invalid text. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(maskReferences(text), { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    ...contents(document, at),
    positionOf: (path) => at(offsetOf(document, path)),
    positionOfKey: (path, key) => at(offsetOfKey(document, path, key)),
    written: (path) => written(document, path),
  };
}

function contents(document: Document.Parsed, at: (offset: number) => Position): Pick<YamlSource, "value" | "problems"> {
  const problems = firstPerLine(
    document.errors.map((error) => ({ ...at(error.pos[0]), path: "", text: wordsOf(error) })),
  );
  if (problems.length > 0) return { value: undefined, problems };
  const refused = (text: string) => ({ value: undefined, problems: [{ line: 1, column: 1, path: "", text }] });
  try {
    const value: unknown = document.toJS();
    return holdsItself(value) ? refused("an alias contains itself") : { value, problems };
  } catch (cause) {
    return refused(cause instanceof Error ? cause.message : "cannot be read");
  }
}

function wordsOf({ code, message }: YAMLParseError): string {
  if (code === "MULTIPLE_DOCS") return "a second document begins here; write everything into one, without `---`";
  return unmaskReferences(message);
}

function holdsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== "object" || value === null) return false;
  return above.includes(value) || Object.values(value).some((inner) => holdsItself(inner, [...above, value]));
}

/** YAML reports one error several times on the same line; keep the first. */
function firstPerLine(problems: readonly Problem[]): Problem[] {
  const seen = new Map<number, Problem>();
  for (const problem of problems) if (!seen.has(problem.line)) seen.set(problem.line, problem);
  return [...seen.values()];
}

function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = rangeStart(length === 0 ? document.contents : document.getIn(path.slice(0, length), true));
    if (offset !== null) return offset;
  }
  return 0;
}

function offsetOfKey(document: Document.Parsed, path: Path, key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair: Pair | undefined = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return rangeStart(pair?.key) ?? offsetOf(document, path);
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === "number" ? start : null;
}

function written(document: Document.Parsed, path: Path): string | null {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isScalar(node) || node.value === null || node.source === undefined) return null;
  return unmaskReferences(node.source);
}
