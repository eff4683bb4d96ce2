import type { Answers } from "../../../src/domain/proposal/decision.ts";
import { propose } from "../../../src/domain/proposal/propose.ts";
import type { SeenBox, SeenItem, SeenProject, SiteLook } from "../../../src/domain/proposal/site-look.ts";
import { aLook, anItem, aProject, at } from "./looks.ts";

const dayMs = 86_400_000;

/** Fortnights of an iteration field. */
export function boxesOf(address: string, field: string, starts: readonly string[]): readonly SeenBox[] {
  return starts.map((day, place) => ({
    id: `${field}-${day}`,
    kind: "iteration",
    name: `Iteration ${place + 1}`,
    state: "future",
    startsAt: at(day),
    endsAt: at(day) + 14 * dayMs,
    board: null,
    container: address,
  }));
}

export const fortnights = ["2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16"];

/** A project with an iteration field and an estimate field. */
export function aSeenProject(number: number, changes: Partial<SeenProject> = {}): SeenProject {
  const address = `acme/${number}`;
  const id = `it${number}`;
  return {
    address,
    title: `Plan ${number}`,
    iterationFields: [{ id, name: "Iteration", boxes: boxesOf(address, id, fortnights) }],
    numberFields: [{ id: `est${number}`, name: "Estimate", isEstimateKind: true }],
    ...changes,
  };
}

type Placed = { readonly in?: string | null; readonly people?: readonly string[]; readonly numbers?: object };

/** Items of a repository in a project, in its second iteration and with an estimate unless said. */
export function itemsIn(
  project: number | null,
  repo: string,
  [from, to]: readonly [number, number],
  placed: Placed = {},
) {
  return Array.from({ length: to - from + 1 }, (_, n): SeenItem => {
    const { people = [], numbers = { [`est${project}`]: 3 } } = placed;
    const box = placed.in === undefined ? `it${project}-2026-10-19` : placed.in;
    const of = {
      project: `acme/${project}`,
      boxes: box === null ? [] : [box],
      numbers: numbers as SeenItem["numbers"],
    };
    return anItem(`acme/${repo}#${from + n}`, { assignees: people, projects: project === null ? [] : [of] });
  });
}

/** Two repositories. */
export function aGithub(changes: Partial<SiteLook>): SiteLook {
  const containers = ["api", "web"].map((name) => aProject(`acme/${name}`, { name: `acme/${name}` }));
  return aLook({ connection: "github", system: "github", timeZone: null, containers, ...changes });
}

/** The proposal for them, with the teams and questions in short. */
export function proposed(changes: Partial<SiteLook>, answers: Answers = {}) {
  const proposal = propose([aGithub(changes)], { now: at("2026-11-10"), timeZone: "America/Los_Angeles", answers });
  if (proposal === null) throw new Error("no proposal");
  const homes = proposal.teams.map(({ name, from }) =>
    from.system === "github" ? [name, ...from.repos, from.project?.address ?? "milestones"].join(" ") : name,
  );
  const asked = proposal.questions.map(({ id, options }) => [id, ...options.map(({ value }) => value)].join(" "));
  return { ...proposal, homes, asked };
}
