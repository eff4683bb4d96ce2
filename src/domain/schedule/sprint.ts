import type { SprintId, SprintKind, System } from "../ids.ts";

export type SprintState = "future" | "active" | "closed";

/** A timebox: a Jira sprint or version, a GitHub milestone or iteration of a project. Dates may be missing; instants in epoch milliseconds. */
export type Sprint = {
  readonly id: SprintId;
  readonly system: System;
  readonly connection: string;
  readonly kind: SprintKind;
  readonly nativeId: string;
  readonly name: string;
  readonly state: SprintState;
  readonly startsAt: number | null;
  /** Planned end, exclusive. */
  readonly endsAt: number | null;
  /** The actual closing time. */
  readonly completedAt: number | null;
  /** Jira's home board (`originBoardId`). */
  readonly boardId: number | null;
  /** Jira project key or `owner/repo` for versions and milestones; `owner/number` of the project for iterations. */
  readonly container: string | null;
  /** Whether a board or project lists it; else an issue has mentioned it, or it was deleted since. Absent before it is stored. */
  readonly listed?: boolean;
};
