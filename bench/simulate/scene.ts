import type { Random } from "../../sandbox/demo-data/random.ts";
import type { GithubHost } from "../../sandbox/github/host.ts";
import type { JiraSite } from "../../sandbox/jira/site.ts";

/** What an action has in its hands. */
export type Scene = {
  readonly site: JiraSite;
  readonly host: GithubHost;
  readonly random: Random;
  /** Jira's sprints, by id. */
  readonly sprints: readonly number[];
  /** Words that stand nowhere else. */
  readonly note: () => string;
  /** Keys that texts may name: they are never moved or deleted. */
  readonly nameable: () => readonly string[];
  /** Remembers that a text names a key. @returns the key */
  readonly name: (key: string) => string;
  readonly isNamed: (key: string) => boolean;
  /** Tells that a project or repository has another name: its items' keys go along. */
  readonly renamed: (name: string, present: string) => void;
  /** What our account cannot see at present. */
  readonly hidden: Hidden;
};

export type Hidden = {
  readonly projects: Set<string>;
  readonly repositories: Set<string>;
  /** Repositories that were hidden at some time, by the name they had then. */
  readonly ever: Set<string>;
};

/** Something a person does. Throws where the tracker refuses, or where there is nothing to do it to. */
export type Action = (scene: Scene) => void;
