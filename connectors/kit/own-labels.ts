import type { Log } from "../../src/ports/runtime.ts";

const own = "signalbox";

/** GitHub's limit for a label's name; Jira's is higher. */
const longest = 50;

/** Whether Signalbox sets this label on rollup issues: `signalbox`, or any that begins with `signalbox-`. */
export function isOwnLabel(label: string): boolean {
  const name = label.toLowerCase();
  return name === own || name.startsWith(`${own}-`);
}

/**
 * A document's labels as both trackers accept them: with a prefix that distinguishes them from people's labels, without
 * spaces, each once. `at-risk` becomes `signalbox-at-risk`.
 */
export function ownLabels(labels: readonly string[]): readonly string[] {
  return [...new Set(labels.map(ownLabel).filter((label) => label !== ""))];
}

function ownLabel(label: string): string {
  const slug = label
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");
  if (slug === "") return "";
  return (isOwnLabel(slug) ? slug : `${own}-${slug}`).slice(0, longest).toWellFormed();
}

export type LabelChange = { readonly add: readonly string[]; readonly remove: readonly string[] };

/** The change from the present to the wanted labels of Signalbox; keeps people's labels. */
export function labelChange(present: readonly string[], wanted: readonly string[]): LabelChange {
  const has = new Set(present.map((label) => label.toLowerCase()));
  const wants = new Set(wanted.map((label) => label.toLowerCase()));
  return {
    add: wanted.filter((label) => !has.has(label.toLowerCase())),
    remove: present.filter((label) => isOwnLabel(label) && !wants.has(label.toLowerCase())),
  };
}

/**
 * Projects and repositories that refused Signalbox's labels, for the life of the process: sinks write there without
 * labels.
 */
export class LabelRefusals {
  readonly #refused = new Set<string>();
  readonly #connection: string;
  readonly #log: Log;

  constructor(connection: string, log: Log) {
    this.#connection = connection;
    this.#log = log;
  }

  /** @param container Jira project or `owner/repo` */
  takesLabels(container: string): boolean {
    return !this.#refused.has(container);
  }

  /** Notes the refusal, and logs it once. `said`: the tracker's words; `remedy`: one sentence */
  refused(container: string, { said, remedy }: { readonly said: string; readonly remedy: string }): void {
    this.#refused.add(container);
    const fields = { connection: this.#connection, container, said, remedy };
    this.#log.warn(fields, "the rollup issue is written without labels: they were refused");
  }
}
