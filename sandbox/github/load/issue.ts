import type { RawRecord } from "../../data.ts";
import { numberAt, recordAt, recordsAt, textAt, listAt } from "../../record.ts";
import type { Issue, PullDetails, Repository, StateReason } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { nodeIdFor } from "../identity.ts";
import { parseInstant } from "../instant.ts";
import { labelNamed } from "../label-writes.ts";
import { loadMilestone } from "./milestone.ts";

const REASONS: ReadonlySet<string> = new Set<StateReason>(["completed", "not_planned", "duplicate", "reopened"]);

/** Creates an issue from a REST record; fills in missing fields. @returns null if it has no number */
export function loadIssue(state: HostState, repository: Repository, raw: RawRecord): Issue | null {
  const number = numberAt(raw, "number");
  if (number === null) return null;
  const given = numberAt(raw, "id");
  const id = given === null || state.issues.byId(given) !== null ? state.ids.next() : given;
  return {
    kind: "issue",
    id,
    nodeId: nodeIdOf(state, raw, nodeIdFor("I", id)),
    repository,
    number,
    ...content(state, repository, raw),
    ...dates(state, raw),
    duplicateOf: null,
    pull: null,
    raw,
  };
}

/** Creates a pull request from a record of `GET /pulls`. @returns null if it has no number */
export function loadPull(state: HostState, repository: Repository, raw: RawRecord): Issue | null {
  // The id in a pull's record is the pull's; its issue row has a different id.
  const issue = loadIssue(state, repository, { ...raw, id: null, node_id: null });
  if (issue === null) return null;
  const pullId = numberAt(raw, "id") ?? state.ids.next();
  const pull: PullDetails = {
    id: pullId,
    headRef: textAt(raw, "head", "ref") ?? `patch-${issue.number}`,
    baseRef: textAt(raw, "base", "ref") ?? "main",
    isDraft: raw["draft"] === true,
    mergedAt: parseInstant(raw["merged_at"]),
    mergedBy: state.accounts.learn(raw["merged_by"]),
  };
  const nodeId = nodeIdOf(state, raw, nodeIdFor("PR", pullId));
  return { ...issue, nodeId, stateReason: null, pull, raw };
}

function nodeIdOf(state: HostState, raw: RawRecord, otherwise: string): string {
  const given = textAt(raw, "node_id");
  return given === null || state.issues.byNodeId(given) !== null ? otherwise : given;
}

function content(state: HostState, repository: Repository, raw: RawRecord) {
  const index = state.repositories.of(repository);
  const milestone = recordAt(raw, "milestone");
  const labels = listAt(raw, "labels").flatMap((label) => {
    const name = typeof label === "string" ? label : textAt(label, "name");
    return name === null ? [] : [labelNamed(state, index, { name, raw: label }).name];
  });
  const logins = recordsAt(raw, "assignees").map((user) => state.accounts.learn(user));
  return {
    title: textAt(raw, "title") ?? "",
    body: textAt(raw, "body"),
    author: state.accounts.learn(raw["user"]),
    labels: [...new Set(labels)],
    milestone: milestone === null ? null : loadMilestone(state, repository, milestone),
    assignees: logins.filter((login) => login !== null),
    type: recordAt(raw, "type"),
  };
}

function dates(state: HostState, raw: RawRecord) {
  const isClosed = textAt(raw, "state") === "closed";
  const createdAt = parseInstant(raw["created_at"]) ?? 0;
  const updatedAt = parseInstant(raw["updated_at"]) ?? createdAt;
  const given = textAt(raw, "state_reason");
  return {
    state: isClosed ? ("closed" as const) : ("open" as const),
    stateReason: isReason(given) ? given : isClosed ? ("completed" as const) : null,
    createdAt,
    updatedAt,
    closedAt: isClosed ? (parseInstant(raw["closed_at"]) ?? updatedAt) : null,
    closedBy: isClosed ? state.accounts.learn(raw["closed_by"]) : null,
  };
}

function isReason(text: string | null): text is StateReason {
  return text !== null && REASONS.has(text);
}
