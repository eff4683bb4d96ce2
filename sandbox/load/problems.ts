/** Maximum number of listed problems per file; the report counts the others. */
const shownPerFile = 20;

/** Skipped records of a folder, in reading order. */
export class LoadProblems {
  readonly #texts: string[] = [];
  readonly #perFile = new Map<string, number>();

  /** @param line from 1; null for a complaint about the whole file. */
  add(file: string, line: number | null, reason: string): void {
    const count = (this.#perFile.get(file) ?? 0) + 1;
    this.#perFile.set(file, count);
    if (count <= shownPerFile) this.#texts.push(`${file}${line === null ? "" : `:${line}`}: ${reason}`);
  }

  /** `jira/acme/issues.ndjson:17: not JSON`. */
  list(): readonly string[] {
    const more = [...this.#perFile]
      .filter(([, count]) => count > shownPerFile)
      .map(([file, count]) => `${file}: ${count - shownPerFile} more lines like these`);
    return [...this.#texts, ...more];
  }
}
