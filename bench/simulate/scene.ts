import type { Random } from "../../sandbox/demo-data/random.ts";
import type { GithubHost } from "../../sandbox/github/host.ts";
import type { JiraSite } from "../../sandbox/jira/site.ts";

/** The context of an action. */
export type Scene = {
  readonly site: JiraSite;
  readonly host: GithubHost;
  readonly random: Random;
  /** Jira's sprints, by id. */
  readonly sprints: readonly number[];
  /** Unique words. */
  readonly note: () => string;
  /** Keys that texts may name: never moved or deleted. */
  readonly nameable: () => readonly string[];
  /** Keys of pull requests: a text may name one, but it is no item. */
  readonly pulls: () => readonly string[];
  /** Records that a text names a key. @returns the key */
  readonly name: (key: string) => string;
  readonly isNamed: (key: string) => boolean;
  /** Called when a project or repository gets another name: its items' keys change with it. */
  readonly renamed: (name: string, present: string) => void;
  /** Called when an issue in GitHub moves: its id there before and after. */
  readonly moved: (from: string, to: string) => void;
  /** Everything hidden from our account at present. */
  readonly hidden: Hidden;
};

export type Hidden = {
  readonly projects: Set<string>;
  /** Ids of Jira's issues. */
  readonly issues: Set<string>;
  readonly repositories: Set<string>;
  /** Repositories that were hidden at any time, by their name then. */
  readonly ever: Set<string>;
};

/** A person's action. Throws if the tracker refuses, or if there is no object. */
export type Action = (scene: Scene) => void;

/** A sentence of a text that names something. */
export function reference({ random, name, nameable, pulls, note }: Scene): string {
  const keys = random.chance(0.2) ? pulls() : nameable();
  return `Depends on ${name(random.pick(keys))}. ${note()}`;
}
