import type { Issue, IssueEvent } from "./entity.ts";
import { nodeIdFor, type Ids } from "./identity.ts";

/** An event, without the fields that the store adds. */
export type NewEvent = Omit<IssueEvent, "kind" | "id" | "nodeId" | "issueId">;

const NODE_PREFIX: Readonly<Record<string, string>> = {
  closed: "CE",
  reopened: "REE",
  milestoned: "MIE",
  demilestoned: "DEE",
  labeled: "LE",
  unlabeled: "UNLE",
  renamed: "RTE",
  assigned: "AE",
  unassigned: "UAE",
  transferred: "TE",
  marked_as_duplicate: "MADE",
  unmarked_as_duplicate: "UMADE",
};

/** The histories of all issues, oldest first. */
export class EventStore {
  readonly #ids: Ids;
  readonly #byIssue = new Map<number, IssueEvent[]>();
  readonly #byNode = new Map<string, IssueEvent>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  add(issue: Pick<Issue, "id">, added: NewEvent, known: { id?: number; nodeId?: string } = {}): void {
    const id = known.id ?? this.#ids.next();
    const nodeId = known.nodeId ?? nodeIdFor(NODE_PREFIX[added.name] ?? "EV", id);
    const event: IssueEvent = { kind: "event", id, nodeId, issueId: issue.id, ...added };
    const events = this.#byIssue.get(issue.id) ?? [];
    events.push(event);
    this.#byIssue.set(issue.id, events);
    this.#byNode.set(nodeId, event);
  }

  of(issueId: number): readonly IssueEvent[] {
    return this.#byIssue.get(issueId) ?? [];
  }

  byNodeId(nodeId: string): IssueEvent | null {
    return this.#byNode.get(nodeId) ?? null;
  }

  /** Moves the history with its issue. */
  move(fromIssueId: number, toIssueId: number): void {
    const events = this.of(fromIssueId).map((event) => ({ ...event, issueId: toIssueId }));
    this.#byIssue.delete(fromIssueId);
    this.#byIssue.set(toIssueId, events);
    for (const event of events) this.#byNode.set(event.nodeId, event);
  }
}
