import type { System } from "../domain/ids.ts";
import type { PullRequest } from "../domain/items/work-item.ts";

/** A call to the webhook endpoint, unverified. Header names are in lower case. */
export type WebhookCall = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes, which the signature covers. */
  readonly body: Uint8Array;
};

/** A verified call, as the inbox keeps it. `deliveryId` comes from the tracker and identifies repeats. */
export type VerifiedCall = { readonly deliveryId: string; readonly event: string; readonly body: string };

/** A project or repository in a delivery; `nativeId`: the tracker's id, null if the payload lacks it. */
export type Place = { readonly name: string; readonly nativeId: string | null };

/** A move that gave an item a new id: old and new handle. */
export type Move = { readonly from: string; readonly to: string };

/**
 * What a delivery tells Signalbox to read again. It is only a hint: because Signalbox reads the tracker itself, lost,
 * repeated and reordered deliveries all end in the same state.
 */
export type Notice = {
  /** `own`: Signalbox's own write. `ignored`: irrelevant. `unreadable`: the payload does not match its event. */
  readonly kind: "understood" | "own" | "ignored" | "unreadable";
  /** Why it is ignored or unreadable, as static text; null for the others. */
  readonly reason: string | null;
  /** Items to read again, as `Source.fetch` takes them: the item itself, both ends of an edge, the parent of a child. */
  readonly items: readonly string[];
  /**
   * Projects or repositories of the items, by handle, as far as the payload contains them; absent if it contains none.
   */
  readonly places?: ReadonlyMap<string, Place>;
  /** Those of `items` that the payload reports as deleted or moved: gone if they are unreadable. */
  readonly removed: readonly string[];
  /** Items that a move gave another id, by handle. */
  readonly moved?: readonly Move[];
  /** Streams to read anew, by name. */
  readonly streams: readonly string[];
  /** Pull requests in the payload; stored unless the model holds newer ones. */
  readonly pullRequests: readonly PullRequest[];
  /** Whether a rollup issue changed: a person may have ticked a box in a proposal. */
  readonly proposal: boolean;
  /** Time of the event according to the tracker, in epoch milliseconds. */
  readonly at: number | null;
};

/** A notice that asks for nothing. */
export const emptyNotice: Notice = {
  kind: "understood",
  reason: null,
  items: [],
  removed: [],
  streams: [],
  pullRequests: [],
  proposal: false,
  at: null,
};

/** The webhook side of one connection: pure, sends no request. */
export type Receiver = {
  readonly connection: string;
  readonly system: System;
  /**
   * Whether the headers and path are those of a tracker's call: it has everything configured (a well-formed signature,
   * the unguessable path). If not, the endpoint does not read the body.
   */
  isPlausible(call: Pick<WebhookCall, "headers">, path: string | null): boolean;
  /**
   * Verifies signature (over the raw body, in constant time, any of the connection's secrets) or unguessable path.
   * @param path the part after `/webhooks/:connection/`; null if empty
   * @returns null if verification fails, without a reason
   */
  verify(call: WebhookCall, path: string | null): VerifiedCall | null;
  /** The event's name in metrics: without its action; `other` if the tracker has no such event. */
  kindOf(event: string): string;
  /** Never throws. */
  read(call: Pick<VerifiedCall, "event" | "body">): Notice;
};

/**
 * Addresses of services that webhooks of this connection at the same place call beside ours: a former address of this
 * service, or another Signalbox. Absent if there are none.
 */
type Beside = { readonly elsewhere?: readonly string[] };

/** A webhook registered in the tracker, at one place (`owner/repo`, or the Jira site). */
export type HookStatus = Beside & {
  readonly place: string;
  /** `differs`: it exists, but with other events, or disabled. */
  readonly state: "installed" | "missing" | "differs";
  /** The difference, or the outcome of the last delivery if the tracker reports it; else null. */
  readonly detail: string | null;
  /** The HTTP status of the last delivery, 0 without an answer; absent if it arrived, or if the tracker does not say. */
  readonly refused?: number;
};

export type HookChange = Beside & {
  readonly place: string;
  readonly outcome: "created" | "updated" | "unchanged" | "removed";
};

/**
 * Registers the endpoint in the tracker. Finds Signalbox's hook by its URL, whatever its unguessable end; never changes
 * another hook. All methods throw `Failure`. `url` is the whole address of the endpoint, its unguessable path included.
 */
export type Hooks = {
  status(url: string): Promise<readonly HookStatus[]>;
  install(url: string): Promise<readonly HookChange[]>;
  remove(url: string): Promise<readonly HookChange[]>;
};
