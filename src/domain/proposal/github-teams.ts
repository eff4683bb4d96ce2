import { pointsPattern } from "./points-labels.ts";
import type { UnnamedTeam } from "./jira-teams.ts";
import type { SeenBox, SeenContainer, SiteLook } from "./site-look.ts";

/** A repository that plans by no project is a team; its milestones are its boxes. */
export function milestoneTeams(look: SiteLook, containers: readonly SeenContainer[]): readonly UnnamedTeam[] {
  const { connection } = look;
  return containers.map(({ key }): UnnamedTeam => {
    const items = look.items.filter(({ container }) => container === key);
    const dated = look.boxes.filter(({ container, endsAt }) => container === key && endsAt !== null).length;
    const points = pointsPattern(items.flatMap(({ labels }) => labels));
    const plans =
      dated === 0 ? "it has no milestone with a due date yet" : `${dated} of its milestones have a due date`;
    return {
      name: key.slice(key.indexOf("/") + 1),
      from: { system: "github", connection, repos: [key], points: points?.value ?? null },
      confidence: dated > 0 ? "sure" : "likely",
      why: `${plans}; ${points === null ? "no labels look like estimates" : `estimates: ${points.why}`}`,
      isRest: false,
    };
  });
}

/** A repository's milestones follow each other, and a project's iterations. */
export function githubSeries({ connection }: SiteLook): (box: SeenBox) => string {
  return ({ kind, container }) => `${connection} ${kind === "iteration" ? "project " : ""}${container ?? ""}`;
}
