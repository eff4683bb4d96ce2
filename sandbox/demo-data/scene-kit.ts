import type { DraftKind, DraftState } from "./draft.ts";
import type { TeamKey } from "./teams.ts";

/** One item of a prepared situation. */
export type Role = {
  readonly team: TeamKey;
  /** Index into the team's features. */
  readonly feature: number;
  readonly title: string;
  /** 1 to 10; 0 for the backlog. */
  readonly iteration: number;
  readonly kind?: Exclude<DraftKind, "feature">;
  /** `todo` where left out. */
  readonly state?: DraftState;
  /** Its own due date, so many days before the present. */
  readonly dueDaysAgo?: number;
};

/** Who waits for whom, each first for the next. A text provider that is no role stands for something out of reach. */
export type Scene = {
  readonly waits: readonly {
    readonly consumer: Role;
    readonly provider: Role | string;
    readonly via: "native" | "text";
  }[];
};

export function scene(consumer: Role, provider: Role | string, via: "native" | "text"): Scene {
  return { waits: [{ consumer, provider, via }] };
}

export type Place = readonly [team: TeamKey, feature: number, iteration: number];

/** @param more whatever differs from a story that is still to do */
export function role(place: Place, title: string, more: Partial<Role> = {}): Role {
  const [team, feature, iteration] = place;
  return { team, feature, iteration, title, ...more };
}
