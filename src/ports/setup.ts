import type { RollupTarget } from "../domain/model/train.ts";

/** Names in the train file on one connection that the streams do not read. */
export type Named = {
  readonly targets: readonly RollupTarget[];
  readonly boards: readonly NamedBoard[];
};

/** A board by which a team owns items. `projects`: the team's projects; empty if it names none. */
export type NamedBoard = { readonly team: string; readonly board: number; readonly projects: readonly string[] };

/** Checks, without writing, that the names in the train file exist and are usable. All methods throw `Failure`. */
export type SetupCheck = {
  /** @returns problems, each a sentence with its remedy */
  faults(named: Named): Promise<readonly string[]>;
};
