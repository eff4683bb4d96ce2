import type { RollupTarget } from "../domain/model/train.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { Purpose } from "./locks.ts";

/** Names in the train file on one connection that the streams do not read. */
export type Named = {
  readonly targets: readonly RollupTarget[];
  readonly boards: readonly NamedBoard[];
  /** What the rollups there show: projects or repositories of this connection, and whether those of others. */
  readonly shown: { readonly here: readonly string[]; readonly elsewhere: boolean };
};

/** A board by which a team owns items. `projects`: the team's projects; empty if it names none. */
export type NamedBoard = { readonly team: string; readonly board: number; readonly projects: readonly string[] };

/** Projects or repositories of one connection, by what Signalbox does there. */
export type Needs = {
  readonly reads: readonly string[];
  /** Where teams own items whose conflicts Signalbox comments on. */
  readonly comments: readonly string[];
  readonly rollups: readonly string[];
};

/** How Signalbox uses its account on one connection. */
export type AccountUse = {
  /** Projects or repositories in which people could assign items to the account. */
  readonly places: readonly string[];
  /** The rollups that Signalbox keeps there, with their markers. */
  readonly rollups: readonly { readonly target: RollupTarget; readonly marker: string }[];
  /** Accounts that Signalbox wrote with before. */
  readonly former: readonly string[];
  readonly zones: readonly { readonly train: string; readonly timeZone: string }[];
};

/** Checks one connection without writing. Each method returns a finding per attempt, good ones too. */
export type SetupCheck = {
  /** Whether the boards and rollup targets of the train file exist and are usable. @throws Failure */
  names(named: Named): Promise<readonly Finding[]>;
  /** Address, TLS, proxy, clock, credentials and rate limit, by one request that is not repeated. Never throws a Failure. */
  reach(): Promise<readonly Finding[]>;
  /** Whether the account may do what Signalbox needs there. The tracker refuses each tried write as invalid. @throws Failure */
  permissions(needs: Needs): Promise<readonly Finding[]>;
  /** Whether the account belongs to a person, or another account writes Signalbox's texts. @throws Failure */
  account(use: AccountUse): Promise<readonly Finding[]>;
  /** The tracker's page of webhooks, of a place as `HookStatus` names it. */
  webhooksPage(place: string): string;
};

/** Oldest version of PostgreSQL that the statements run on. */
export const oldestServer = 14;

/** What a database says of itself, without having been changed. */
export type DatabaseFacts = {
  readonly engine: "embedded" | "server";
  /** Folder, or `host:port/name`; contains no password. */
  readonly place: string;
  /** `16.4`, and its first number. */
  readonly version: string;
  readonly major: number;
  readonly encoding: string;
  readonly isReadOnly: boolean;
  /** Whether the user may create tables there, and the schema of the job queue. */
  readonly mayCreate: boolean;
  /** Signalbox's tables that belong to users whose rights this user lacks. */
  readonly strangers: readonly string[];
  /** Migrations of this version that are not applied. */
  readonly pending: readonly string[];
  /** An applied migration that this version does not know; null if there is none. */
  readonly newer: string | null;
  /** Null before the first use. */
  readonly purpose: Purpose | null;
  /** Of the folder; null for a server, whose disk Signalbox cannot see. */
  readonly disk: { readonly freeBytes: number; readonly neededBytes: number } | null;
};
