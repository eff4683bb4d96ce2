import type { Sprint } from "../../src/domain/sprint.ts";
import { instantOf, milestoneIdOf, type MapContext } from "./place.ts";
import type { MilestoneRecord, Repo } from "./schema.ts";

const dayMs = 86_400_000;
const pacificDay = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Los_Angeles",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** A milestone as a box without a start. The due day belongs to it; days are taken as UTC days. */
export function mapMilestone({ connection }: MapContext, repo: Repo, record: MilestoneRecord): Sprint {
  const dueAt = dueDayOf(record.due_on);
  return {
    id: milestoneIdOf(connection, repo.id, record.number),
    system: "github",
    connection: connection.key,
    kind: "milestone",
    nativeId: `${repo.id}-${record.number}`,
    name: record.title,
    state: record.state.toLowerCase() === "closed" ? "closed" : "active",
    startsAt: null,
    endsAt: dueAt === null ? null : dueAt + dayMs,
    completedAt: instantOf(record.closed_at),
    boardId: null,
    container: repo.full_name,
  };
}

/** GitHub keeps a due date as midnight in California, whatever was asked for: midnight UTC of that day. */
function dueDayOf(dueOn: string | null | undefined): number | null {
  const at = instantOf(dueOn);
  return at === null ? null : Date.parse(pacificDay.format(at));
}
