import type { RawRecord } from "../../data.ts";
import { numberAt, textAt } from "../../record.ts";
import type { Milestone, Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { nodeIdFor } from "../identity.ts";
import { parseInstant } from "../instant.ts";

/** Adds a milestone record, unless its number is known. @returns its number, or null if it has none */
export function loadMilestone(state: HostState, repository: Repository, raw: RawRecord): number | null {
  const index = state.repositories.of(repository);
  const title = textAt(raw, "title");
  const number = numberAt(raw, "number") ?? (title === null ? null : (index.milestoneTitled(title)?.number ?? null));
  if (number !== null && index.milestone(number) === null) {
    index.putMilestone(milestoneOf(state, { repository, raw, number }));
  }
  return number;
}

type Given = { readonly repository: Repository; readonly raw: RawRecord; readonly number: number };

function milestoneOf(state: HostState, { repository, raw, number }: Given): Milestone {
  const id = numberAt(raw, "id") ?? state.ids.nextSmall();
  const createdAt = parseInstant(raw["created_at"]) ?? repository.createdAt;
  const isClosed = textAt(raw, "state") === "closed";
  const updatedAt = parseInstant(raw["updated_at"]) ?? createdAt;
  return {
    kind: "milestone",
    id,
    nodeId: textAt(raw, "node_id") ?? nodeIdFor("MI", id),
    repository,
    number,
    title: textAt(raw, "title") ?? String(number),
    description: textAt(raw, "description"),
    state: isClosed ? "closed" : "open",
    dueOn: parseInstant(raw["due_on"]),
    creator: state.accounts.learn(raw["creator"]),
    createdAt,
    updatedAt,
    closedAt: isClosed ? (parseInstant(raw["closed_at"]) ?? updatedAt) : null,
  };
}
