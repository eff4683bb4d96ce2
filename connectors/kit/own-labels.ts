import type { Log } from "../../src/ports/runtime.ts";

const own = "signalbox";

/** GitHub's limit for a label's name; Jira takes more. */
const longest = 50;

/** True for every label that a rollup issue got from us: `signalbox`, and all that begins with `signalbox-`. */
export function isOwnLabel(label: string): boolean {
  const name = label.toLowerCase();
  return name === own || name.startsWith(`${own}-`);
}

/**
 * A document's labels as both trackers take them: under our own name, so that they are told from people's, without
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

/** What makes our labels on an issue the wanted ones; people's labels are not touched. */
export function labelChange(present: readonly string[], wanted: readonly string[]): LabelChange {
  const has = new Set(present.map((label) => label.toLowerCase()));
  const wants = new Set(wanted.map((label) => label.toLowerCase()));
  return {
    add: wanted.filter((label) => !has.has(label.toLowerCase())),
    remove: present.filter((label) => isOwnLabel(label) && !wants.has(label.toLowerCase())),
  };
}

/** Projects and repositories that took no labels from us, for the life of the process: written to without them. */
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

  /** Says once what it means and what to do. @param remedy one sentence */
  refused(container: string, remedy: string): void {
    this.#refused.add(container);
    const fields = { connection: this.#connection, container, remedy };
    this.#log.warn(fields, "the rollup issue is written without labels: they were refused");
  }
}
