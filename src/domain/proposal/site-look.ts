import type { System } from "../ids.ts";
import type { SprintState } from "../schedule/sprint.ts";

/** A Jira project or a GitHub repository that the account can read. */
export type SeenContainer = {
  /** `PAY`, `acme/api`. */
  readonly key: string;
  readonly name: string;
  /** Whether Signalbox could create an issue there; null if it did not ask. */
  readonly creatable: readonly string[] | null;
};

export type SeenBoard = {
  readonly id: number;
  readonly name: string;
  /** The project that the board belongs to; null for a board of a person, or of an unknown project. */
  readonly project: string | null;
  /** Id of the field that the board estimates with; null if it has none, or the account may not see it. */
  readonly estimateField: string | null;
};

/** A sprint, a milestone or an iteration of a GitHub project. Instants in epoch milliseconds. */
export type SeenBox = {
  readonly id: string;
  readonly kind: "sprint" | "milestone" | "iteration";
  readonly name: string;
  readonly state: SprintState;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly board: number | null;
  /** The repository of a milestone, the address of an iteration's project; null for a sprint. */
  readonly container: string | null;
};

/** A field with numbers that could be the estimate. `isEstimateKind`: Signalbox takes it without being asked to. */
export type SeenField = { readonly id: string; readonly name: string; readonly isEstimateKind: boolean };

/** A field of a project, with all of its iterations: what lies between two of them is a break. */
export type SeenIterationField = { readonly id: string; readonly name: string; readonly boxes: readonly SeenBox[] };

/** An open GitHub project. */
export type SeenProject = {
  /** `acme/5`. */
  readonly address: string;
  readonly title: string;
  readonly iterationFields: readonly SeenIterationField[];
  readonly numberFields: readonly SeenField[];
};

/** What a project says of an item. */
export type SeenMembership = {
  /** Its address. */
  readonly project: string;
  /** Ids of boxes, of all its iteration fields. */
  readonly boxes: readonly string[];
  /** Numbers by field id. */
  readonly numbers: Readonly<Record<string, number>>;
};

export type SeenLinkType = {
  readonly id: string;
  readonly name: string;
  /** `source —[outward]→ target`. */
  readonly outward: string;
  readonly inward: string;
};

/** An item of the sample: the items of each container that changed last. */
export type SeenItem = {
  readonly key: string;
  readonly container: string;
  readonly isOpen: boolean;
  /** Epics and sub-tasks have neither estimate nor iteration by their kind. */
  readonly isPlannable: boolean;
  /** Ids of boxes. */
  readonly boxes: readonly string[];
  readonly labels: readonly string[];
  /** Numbers by field id. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Time zones of the people who work on it. */
  readonly timeZones: readonly string[];
  /** Logins; known only of items of a GitHub with projects. */
  readonly assignees: readonly string[];
  readonly projects: readonly SeenMembership[];
};

export type SeenEnd = {
  readonly system: System;
  readonly key: string;
  readonly container: string;
  /** When it was closed; null if it is open, or if Signalbox did not read it. */
  readonly closedAt: number | null;
};

/** `source —[type]→ target`. `type`: id of a Jira link type; null for GitHub's relations and for texts. */
export type SeenLink = {
  readonly id: string;
  readonly type: string | null;
  readonly source: SeenEnd;
  readonly target: SeenEnd;
};

/** What a bounded number of requests showed of one tracker, before there is a train file. */
export type SiteLook = {
  readonly connection: string;
  readonly system: System;
  readonly account: string;
  /** The account's time zone; null if the tracker has none. */
  readonly timeZone: string | null;
  readonly containers: readonly SeenContainer[];
  /** How many projects or repositories there are in all; null if the tracker does not say. */
  readonly containersInAll: number | null;
  readonly boards: readonly SeenBoard[];
  readonly boxes: readonly SeenBox[];
  readonly projects: readonly SeenProject[];
  readonly fields: readonly SeenField[];
  readonly linkTypes: readonly SeenLinkType[];
  readonly items: readonly SeenItem[];
  readonly links: readonly SeenLink[];
  /** What the tracker refused to show, each a sentence with its remedy. */
  readonly refused: readonly string[];
};
