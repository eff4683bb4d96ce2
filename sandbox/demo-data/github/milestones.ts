import type { RawRecord } from "../../data.ts";
import { dayMs, dayOf, hourMs, type Box } from "../calendar.ts";
import { isOver, type Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import type { GithubHome, TeamPlan } from "../teams.ts";
import { apiUrl, instant, nodeId, user, webUrl } from "./identity.ts";

/** A repository's milestones by number. An ended one stays open while it has open items. */
export function milestonesOf(plan: DemoPlan, team: TeamPlan, home: GithubHome): ReadonlyMap<number, RawRecord> {
  const mine = plan.drafts.filter((draft) => draft.team === team.key);
  return new Map(plan.calendar.boxesOf(team).map((box) => [box.id, milestone(plan, box, { team, home, mine })]));
}

type Surroundings = { readonly team: TeamPlan; readonly home: GithubHome; readonly mine: readonly Draft[] };

function milestone({ calendar }: DemoPlan, box: Box, { team, home: { repo, repoId }, mine }: Surroundings): RawRecord {
  const inside = mine.filter(({ boxes }) => boxes.at(-1)?.id === box.id);
  const open = inside.filter((draft) => !isOver(draft)).length;
  const isClosed = box.state === "closed" && open === 0;
  const url = `${apiUrl}/repos/${repo}/milestones/${box.id}`;
  const id = 11_400_000 + (repoId % 1000) * 100 + box.id;
  const createdAt = calendar.startOf(1) - 12 * dayMs;
  const closedAt = isClosed ? box.endsAt + hourMs : null;
  const [creator] = team.members;
  return {
    url,
    html_url: `${webUrl}/${repo}/milestone/${box.id}`,
    labels_url: `${url}/labels`,
    id,
    node_id: nodeId("MI", repoId, id),
    number: box.id,
    state: isClosed ? "closed" : "open",
    title: box.name,
    description: null,
    creator: creator === undefined ? null : user(creator),
    open_issues: open,
    closed_issues: inside.length - open,
    created_at: instant(createdAt),
    updated_at: instant(closedAt ?? createdAt),
    closed_at: closedAt === null ? null : instant(closedAt),
    // Midnight in California, as GitHub stores due dates.
    due_on: `${dayOf(box.endsAt)}T08:00:00Z`,
  };
}
