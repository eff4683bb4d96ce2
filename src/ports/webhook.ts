import type { System } from "../domain/ids.ts";
import type { PulledPull } from "./read-pull-request.ts";

/** One call to our endpoint, as it arrived. Header names are in lower case. */
export type WebhookCall = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes: signatures are over them. */
  readonly body: Uint8Array;
};

/** A call that was verified, as the inbox keeps it. `deliveryId` is the tracker's own: a repeat is recognised by it. */
export type VerifiedCall = { readonly deliveryId: string; readonly event: string; readonly body: string };

/** A project or repository as a delivery tells it; `nativeId`: the tracker's own id, null where it does not tell. */
export type Place = { readonly name: string; readonly nativeId: string | null };

/** An item that is another one for the tracker since it moved: both by handle. */
export type Move = { readonly from: string; readonly to: string };

/**
 * What a delivery asks us to look at again. It is a hint: the tracker is read, so that lost, repeated and reordered
 * deliveries all end in the same state.
 */
export type Notice = {
  /** `own`: our own write, nothing to do. `ignored`: on purpose, it cannot matter. `unreadable`: not what it says it is. */
  readonly kind: "understood" | "own" | "ignored" | "unreadable";
  /** Why it is ignored or unreadable, static text; null for the others. */
  readonly reason: string | null;
  /** Items to read again, as `Source.fetch` takes them: the item itself, both ends of an edge, the parent of a child. */
  readonly items: readonly string[];
  /** Their projects or repositories, by handle, as far as the payload tells; left out where it tells none. */
  readonly places?: ReadonlyMap<string, Place>;
  /** Those among them that the tracker says were deleted or moved away: gone, should they not be readable. */
  readonly removed: readonly string[];
  /** What has another id since it moved, by handle. */
  readonly moved?: readonly Move[];
  /** Streams to read anew, by name. */
  readonly streams: readonly string[];
  /** Records the payload tells; stored unless a newer one is known. */
  readonly pullRequests: readonly PulledPull[];
  /** True for any change of a rollup issue: a person may have ticked a box in a proposal. */
  readonly proposal: boolean;
  /** When the tracker says it happened, epoch milliseconds. */
  readonly at: number | null;
};

/** The webhook side of one connection: pure, no request is made. */
export type Receiver = {
  readonly connection: string;
  readonly system: System;
  /**
   * Whether a call can be the tracker's by what comes before its body: it brings all that is configured (a signature, in its form;
   * the unguessable path). Where it is not, the endpoint reads no further.
   */
  isPlausible(call: Pick<WebhookCall, "headers">, path: string | null): boolean;
  /**
   * Verifies signature (over the raw body, in constant time, any of the connection's secrets) or unguessable path.
   * @param path what follows `/webhooks/:connection/`, null where nothing does
   * @returns null for a call that is not the tracker's; the reason stays unsaid
   */
  verify(call: WebhookCall, path: string | null): VerifiedCall | null;
  /** What an event is counted as: its name where it is one of the tracker's, without any action, else `other`. */
  kindOf(event: string): string;
  /** Never throws. */
  read(call: Pick<VerifiedCall, "event" | "body">): Notice;
};

/** A webhook as it is registered in the tracker, at one place (`owner/repo`, or the Jira site). */
export type HookStatus = {
  readonly place: string;
  /** `differs`: it is there, but with other events, or switched off. */
  readonly state: "installed" | "missing" | "differs";
  /** What differs, or the outcome of the last delivery where the tracker tells; null for nothing to say. */
  readonly detail: string | null;
};

export type HookChange = { readonly place: string; readonly outcome: "created" | "updated" | "unchanged" | "removed" };

/**
 * Registers our endpoint in the tracker. Finds our hook by its url; never touches another one. All methods throw `Failure`.
 * `url` is the whole address of the endpoint, its unguessable path included.
 */
export type Hooks = {
  status(url: string): Promise<readonly HookStatus[]>;
  install(url: string): Promise<readonly HookChange[]>;
  remove(url: string): Promise<readonly HookChange[]>;
};
