import type { Container } from "../../src/ports/connector.ts";

/** What repositories of the train file are called today, as far as the last check told; by what was renamed, they are read and recognised. */
export class RepoNames {
  readonly #present = new Map<string, string>();

  learn(containers: readonly Container[]): void {
    for (const { name, key } of containers) {
      if (key !== null) this.#present.set(name, key);
    }
  }

  /** To ask GitHub by. */
  presentOf(name: string): string {
    return this.#present.get(name) ?? name;
  }

  /** Of those of the train file, the one that GitHub calls so. */
  namedBy(fullName: string, repos: readonly string[]): string | undefined {
    return repos.find((repo) => this.presentOf(repo).toLowerCase() === fullName.toLowerCase());
  }
}
