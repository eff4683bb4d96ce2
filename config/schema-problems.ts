import type { z } from "zod";
import { keysAt, type Schema } from "./known-keys.ts";
import { didYouMean, formatPath, oneOf, type Path, type Problem } from "./problems.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A file, and its schema. */
export type CheckedFile = YamlSource & {
  /** Its JSON Schema, computed only for an unknown key. */
  readonly schema: () => Schema;
};

/** The part of zod's issues that we use. */
type Issue = z.core.$ZodIssue;

/** The expected value in words, in place of zod's own messages; a schema's `error` takes precedence. */
export function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") return typeWords[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return oneOf(issue.values.map(String));
  const options = optionsOf(issue);
  return options.length > 0 ? oneOf(options) : undefined;
}

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "keys with values",
};

/** Turns one issue of the schema into problems for a person, one per key. */
export function problemsOf(source: CheckedFile, issue: Issue, above: Path = []): Problem[] {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(source, path, key));
  if (issue.code === "invalid_key") return [badKey(source, path, issue.issues[0]?.message ?? "another key")];
  if (issue.code === "invalid_union") {
    const branch = meantBranch(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => problemsOf(source, inner, path));
  }
  const text = issue.code === "custom" ? issue.message : missed(source, path, issue);
  return [{ ...source.positionOf(path), path: formatPath(path), text }];
}

function missed(source: YamlSource, path: Path, issue: Issue): string {
  const found = source.written(path);
  const isMissing = found === null && issue.input === undefined;
  if (isMissing) return `missing; expected ${issue.message}`;
  if (found === null || isPrivate(path)) return `expected ${issue.message}`;
  return `expected ${issue.message}, found "${shortened(found)}"${hint(issue, found)}`;
}

function hint(issue: Issue, found: string): string {
  if (issue.code === "invalid_value") return didYouMean(found, issue.values.map(String));
  if (issue.code === "invalid_union") return didYouMean(found, optionsOf(issue));
  if (issue.code !== "invalid_type") return "";
  // A schema with words of its own accepts no bare number in quotes either.
  if (issue.message === typeWords["string"] && typeof issue.input === "number")
    return `; put it in quotes: "${shortened(found)}"`;
  const isTextForNumber = ["int", "number"].includes(issue.expected) && /^\d+$/u.test(found);
  return isTextForNumber && typeof issue.input === "string" ? `; write it without quotes: ${found}` : "";
}

/** A connection's values may contain a secret, even in the wrong place. Its kind never does. */
function isPrivate(path: Path): boolean {
  return path[0] === "connections" && path.length > 2 && path[2] !== "kind";
}

function shortened(found: string): string {
  return found.length > 60 ? `${found.slice(0, 60)}…` : found;
}

/** The discriminator values of a union; none for other unions. */
function optionsOf(issue: object): string[] {
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function unknownKey(source: CheckedFile, path: Path, key: string): Problem {
  const beside = Object.keys(valueAt(source.value, path)).filter((other) => other !== key);
  const known = keysAt(source.schema(), path, beside).filter((other) => other !== key);
  const near = didYouMean(key, known);
  const text = near === "" ? `unknown key; expected one of ${known.join(", ")}` : `unknown key${near}`;
  return { ...source.positionOfKey(path, key), path: formatPath([...path, key]), text };
}

/** The map at a place of the file. */
function valueAt(value: unknown, path: Path): object {
  const found = path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
  return typeof found === "object" && found !== null ? found : {};
}

function badKey(source: YamlSource, path: Path, expected: string): Problem {
  const key = String(path.at(-1));
  return {
    ...source.positionOfKey(path.slice(0, -1), key),
    path: formatPath(path),
    text: `expected ${expected}, found "${shortened(key)}"`,
  };
}

/** The branch of a union with the fewest issues; null if the value has another type altogether, or in doubt. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const weighed = branches
    .filter((issues) => !issues.some(isOfAnotherType))
    .map((issues) => ({ issues, weight: issues.reduce((sum, issue) => sum + weight(issue), 0) }))
    .toSorted((a, b) => a.weight - b.weight);
  const [best, next] = weighed;
  if (best === undefined || best.weight === next?.weight) return null;
  return best.issues;
}

function isOfAnotherType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return issue.errors.every((issues) => issues.some(isOfAnotherType));
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function weight(issue: Issue): number {
  return issue.code === "unrecognized_keys" ? issue.keys.length : 1;
}
