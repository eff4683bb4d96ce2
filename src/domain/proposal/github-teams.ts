import { pointsPattern } from "./points-labels.ts";
import type { TrackerTeams } from "./jira-teams.ts";
import type { SeenContainer, SiteLook } from "./site-look.ts";

/** Each repository of the train is a team; its milestones are its boxes. */
export function githubTeams(look: SiteLook, containers: readonly SeenContainer[]): TrackerTeams {
  const { connection } = look;
  return {
    teams: containers.map(({ key }) => {
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
    }),
    seriesOf: ({ container }) => `${connection} ${container ?? ""}`,
  };
}
