import { Failure } from "../src/domain/failure.ts";
import { nearest } from "../src/domain/similar-name.ts";

export type Path = readonly (string | number)[];

/** One problem in a file, or in the environment. Lines and columns count from 1; 0 if there are none. */
export type Problem = {
  readonly line: number;
  readonly column: number;
  /** `trains[0].teams[2].from.project`; empty for the file as a whole. */
  readonly path: string;
  /** Expected and found value, and the nearest valid word; never a secret. */
  readonly text: string;
};

/** An unusable configuration. Its message lists every problem, one per line. */
export class ConfigInvalid extends Failure {
  readonly problems: readonly Problem[];

  constructor(details: { file: string; problems: readonly Problem[]; remedy: string }) {
    const { file, problems, remedy } = details;
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    const lines = problems.map((problem) => `\n  ${formatProblem(file, problem)}`);
    super({
      code: "config-invalid",
      what: `${file} has ${count}:${lines.join("")}`,
      remedy,
      verdict: { kind: "stop" },
    });
    this.problems = problems;
  }
}

function formatProblem(file: string, { line, column, path, text }: Problem): string {
  const place = line === 0 ? "" : `${file}:${line}:${column} `;
  return `${place}${path === "" ? "" : `${path}: `}${text}`;
}

/** @returns the path as people write it: `trains[0].key`. */
export function formatPath(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

/** @returns `; did you mean "project"?` if one of the words is near, else nothing */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === null ? "" : `; did you mean "${near}"?`;
}

/** @returns `"a", "b" or "c"`. */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
