import type { Path } from "./problems.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `${NAME}` has braces, which YAML parses as a map inside `{ … }`. Before parsing, we replace the punctuation,
 * character for character so that positions stay correct, by private-use characters that YAML ignores.
 */
const open = "\u{E000}\u{E001}";
const close = "\u{E002}";
const masked = /\u{E000}\u{E001}([A-Za-z_]\w*)\u{E002}/gu;

/** @returns the text with every `${NAME}` masked for YAML; of equal length */
export function maskReferences(text: string): string {
  return text.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, `${open}$1${close}`);
}

/** @returns the original text */
export function unmaskReferences(text: string): string {
  return text.replaceAll(masked, "${$1}");
}

export function holdsReference(value: unknown): boolean {
  return typeof value === "string" && value.includes(open);
}

export type Resolving = {
  readonly env: Environment;
  /** Called for each variable that is missing or empty. */
  readonly missing: (path: Path, name: string) => void;
};

/**
 * Replaces each masked `${NAME}` by the environment's value, in all texts of a parsed value. A missing variable stays
 * as written, so that the value keeps its shape for later checks.
 */
export function resolveReferences(value: unknown, path: Path, resolving: Resolving): unknown {
  if (typeof value === "string") return resolveText(value, path, resolving);
  if (Array.isArray(value)) return value.map((item, index) => resolveReferences(item, [...path, index], resolving));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveReferences(item, [...path, key], resolving)]),
  );
}

function resolveText(text: string, path: Path, { env, missing }: Resolving): string {
  return text.replaceAll(masked, (_, name: string) => {
    const found = env[name];
    if (found !== undefined && found !== "") return found;
    missing(path, name);
    return `\${${name}}`;
  });
}
