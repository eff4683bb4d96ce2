import type { RollupTarget } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Connector, Remote } from "../../../src/ports/connector.ts";
import type { Fault } from "./faulty-wire.ts";

/** One thing we wrote, and how people lay hands on it. */
export type Sheet = {
  /** What stands there, as text: everything a reader would see is somewhere in it. */
  text(remote: Remote): string;
  /** A person writes before and after our part. */
  surround(remote: Remote, words: string): void;
  /** A person replaces it all, our marks included. */
  rewrite(remote: Remote, words: string): void;
  remove(remote: Remote): void;
};

/**
 * A tracker with people in it, and a connector to it. Items are named by key; times are in milliseconds of a clock
 * that moves only by `tick` and by the connector's own waits.
 */
export type World = Connector & {
  /** A connector of its own on the same tracker, as another process would have it. */
  another(): Connector;
  /** The secret of the connection: nothing may show it. */
  readonly secret: string;
  readonly target: RollupTarget;
  /** False where the tracker rewrites what it is given, so that equal text is written again (Jira adds to its documents). */
  readonly tellsEqual: boolean;
  tick(ms: number): Promise<void>;
  now(): number;
  /** What the next answers suffer, until it is taken away. */
  fault(fault: Fault | null): void;
  /** @returns the new item's key */
  create(title: string, words?: string): string;
  edit(key: string, title: string): void;
  /** Work on it is done. */
  finish(key: string): void;
  /** It will never be done. */
  cancel(key: string): void;
  link(consumer: string, provider: string): void;
  unlink(consumer: string, provider: string): void;
  /** The tracker gives this item in a shape that nobody can read. */
  spoil(key: string): void;
  /** As the writing side wants it. */
  item(key: string): Pick<WorkItem, "key" | "nativeId">;
  readonly issues: Sheet;
  readonly comments: Sheet;
  /** The labels of an issue we wrote. */
  labels(remote: Remote): readonly string[];
  /** A person ticks the box that stands before these words. */
  check(remote: Remote, words: string): void;
  /** A person replaces the labels of an issue. */
  relabel(remote: Remote, labels: readonly string[]): void;
  /** Keys of all items there are, ours included. */
  keys(): readonly string[];
  close(): Promise<void>;
};

/** Makes a world with that many items, `Item 1` the oldest. */
export type MakeWorld = (items: number) => Promise<World>;
