import type { KnownName } from "../domain/items/names.ts";
import type { Connector } from "../ports/connector.ts";
import type { AccountUse } from "../ports/setup-check.ts";

/** A connection of the train file; holds no secret but the address of the endpoint, which Signalbox never prints. */
export type CheckedConnection = {
  readonly key: string;
  readonly connector: Connector;
  readonly names: readonly KnownName[];
  /** The rollups that Signalbox keeps there. */
  readonly rollups: AccountUse["rollups"];
  /** Where the tracker reaches `serve`; null without a public address. */
  readonly endpoint: string | null;
  /** Whether the endpoint can tell the tracker's calls from others: a secret, or an unguessable path. */
  readonly isProvable: boolean;
};
