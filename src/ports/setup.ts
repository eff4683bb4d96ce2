import type { RollupTarget } from "../domain/model/train.ts";

/** What the train file names in one connection, besides what is read. */
export type Named = {
  readonly targets: readonly RollupTarget[];
  readonly boards: readonly NamedBoard[];
};

/** A board by which a team owns items. `projects`: those of the team, empty where it names none. */
export type NamedBoard = { readonly team: string; readonly board: number; readonly projects: readonly string[] };

/** Looks, without writing, whether what the train file names is there and can be used. All methods throw `Failure`. */
export type SetupCheck = {
  /** @returns what is wrong, a sentence each with what to do about it */
  faults(named: Named): Promise<readonly string[]>;
};
