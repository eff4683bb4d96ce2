import type { Box } from "./calendar.ts";
import type { Person } from "./people.ts";
import type { TeamKey } from "./texts.ts";

export type DraftState = "todo" | "in-progress" | "in-review" | "done" | "cancelled";
export type DraftKind = "feature" | "story" | "task" | "bug";

/** The life of an item; instants in epoch milliseconds, null for "not yet". */
export type Life = {
  readonly state: DraftState;
  /** Every box it has been in, the present one last; empty for the backlog. */
  readonly boxes: readonly Box[];
  readonly createdAt: number;
  readonly plannedAt: number | null;
  readonly startedAt: number | null;
  readonly closedAt: number | null;
};

/** An item of the demo before it becomes a record of one tracker. */
export type Draft = Life & {
  /** Id within the demo: `checkout/0/3`. */
  readonly id: string;
  readonly team: TeamKey;
  readonly kind: DraftKind;
  readonly title: string;
  readonly why: string;
  /** Id of its feature. */
  readonly featureId: string | null;
  readonly points: number | null;
  /** `yyyy-mm-dd` */
  readonly dueOn: string | null;
  readonly reporter: Person;
  readonly assignee: Person | null;
  /** Part of a staged conflict: random links exclude it. */
  readonly staged: boolean;
};

/** The consumer waits for the provider; `text` is a sentence in a description, `native` the tracker's own link. */
export type Dependency = {
  readonly consumer: Draft;
  /** `acme/platform#88`: an item outside of the demo. */
  readonly provider: Draft | string;
  readonly via: "native" | "text";
};

/** The id of a feature by its place in the team's list. */
export function featureId(team: TeamKey, place: number): string {
  return `${team}/${place}`;
}

/** Iteration of its present box; 0 for none. */
export function iterationOf(draft: Life): number {
  return draft.boxes.at(-1)?.iteration ?? 0;
}

export function isOver({ state }: Pick<Life, "state">): boolean {
  return state === "done" || state === "cancelled";
}
