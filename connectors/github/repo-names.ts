import type { Container } from "../../src/ports/connector.ts";

/**
 * Present names of the train file's repositories, from the last probe; Signalbox reads and recognises renamed ones by
 * them.
 */
export class RepoNames {
  readonly #present = new Map<string, string>();

  learn(containers: readonly Container[]): void {
    for (const { name, key } of containers) {
      if (key !== null) this.#present.set(name, key);
    }
  }

  /** The present name, for requests. */
  presentOf(name: string): string {
    return this.#present.get(name) ?? name;
  }

  /** The repository of the train file that has this name on GitHub. */
  namedBy(fullName: string, repos: readonly string[]): string | undefined {
    return repos.find((repo) => this.presentOf(repo).toLowerCase() === fullName.toLowerCase());
  }
}
