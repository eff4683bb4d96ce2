import type { System } from "../ids.ts";
import type { Confidence } from "./decision.ts";

/** What a team looks at, as the train file says it. */
export type ProposedJiraSource = {
  readonly system: "jira";
  readonly connection: string;
  readonly projects: readonly string[];
  readonly boards: readonly number[];
  readonly sprintName: string | null;
};

/** A GitHub project, and the fields that Signalbox would not find by itself; null for the others. */
export type ProposedProject = {
  readonly address: string;
  readonly iterationField: string | null;
  readonly pointsField: string | null;
  /** Repositories whose issues it holds. */
  readonly holds: readonly string[];
};

export type ProposedGithubSource = {
  readonly system: "github";
  readonly connection: string;
  /** Empty for all whose issues the project holds. */
  readonly repos: readonly string[];
  /** Absent for a team that plans by milestones. */
  readonly project?: ProposedProject;
  /** `label:points/*`; null if no labels look like estimates. */
  readonly points: string | null;
};

export type ProposedSource = ProposedJiraSource | ProposedGithubSource;

export type ProposedTeam = {
  readonly key: string;
  readonly name: string;
  readonly from: ProposedSource;
  readonly confidence: Confidence;
  readonly why: string;
  /** For items of a project that no sprint gives to a team. */
  readonly isRest: boolean;
};

/** A container with its tracker: keys of two trackers may be the same. */
export type Place = { readonly system: System; readonly connection: string; readonly container: string };

/** Gives each team a key of its own, made from its name. @param taken keys of other teams */
export function withKeys(
  teams: readonly Omit<ProposedTeam, "key">[],
  taken: ReadonlySet<string> = new Set(),
): readonly ProposedTeam[] {
  const used = new Set(taken);
  return teams.map((team) => {
    const base = slugOf(team.name) || "team";
    let key = base;
    for (let n = 2; used.has(key); n += 1) key = `${base}-${n}`;
    used.add(key);
    return { ...team, key };
  });
}

/** Lower case letters and digits with single dashes, 40 at most; empty if the name has none. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
}
