import type { Failure } from "../domain/failure.ts";
import type { StreamState } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Stream, UnreadPart } from "../ports/connector.ts";
import { endsReading, isOfTracker, isRefusal, noteFailure, wholeRefusal } from "./failures.ts";
import { Changes, isStopped, type ReadContext, type Reading } from "./read-context.ts";
import { readStreams, type PullResult, type Start } from "./read-streams.ts";
import { isWider } from "./spans.ts";

/** After this time (ms) without a reading, reports may have called a stream stale. */
const longSilenceMs = 3_600_000;

/** Result of a reading, including what it stored before a failure. */
export type ReadResult = {
  readonly connection: string;
  /** Changed items, each once. */
  readonly changed: readonly WorkItemId[];
  /** Number of new or changed rows of any kind. */
  readonly written: number;
  /** The tracker's failures, in order of occurrence. */
  readonly failures: readonly Failure[];
  /** Whether the context's signal aborted. */
  readonly stopped: boolean;
};

/** Result of a poll or a sweep. */
export type SyncRunResult = ReadResult & {
  /** Number of records in the streams, of any kind, changed or not. */
  readonly records: number;
  /** Whether the tracker's answer makes further requests pointless. */
  readonly inVain: boolean;
  /** Whether it read a stream that had failed, covered less, or was stale: reports may have said so. */
  readonly recovered: boolean;
  /** Parts that were left out while the rest was read. */
  readonly unread: readonly UnreadPart[];
};

/** The stream's row before the run, and the token for the next poll. */
export type LastRead = Pick<Start, "before" | "token">;

type RunStart = Start & { readonly isWidened: boolean };

/** One poll or sweep, step by step; after a failed step it continues with the next. */
export class SyncRun {
  readonly results: PullResult[] = [];
  readonly failures: Failure[] = [];
  readonly unread: UnreadPart[] = [];
  /** Changes that webhooks should have announced. */
  readonly expected = new Changes();
  /** Changes that no webhook could announce: streams read for the first time, and items outside of the streams. */
  readonly other = new Changes();
  readonly #context: ReadContext;
  #isOver = false;
  #recovered = false;
  /** True once the tracker refused one request and accepted another. */
  #hasAccess = false;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  /**
   * @param stream the row of the stream ledger that gets the failure; null for none
   * @returns false if the step failed, or did not run because requests are pointless or the signal aborted
   */
  async step(stream: string | null, work: () => Promise<void>): Promise<boolean> {
    if (this.#isOver || isStopped(this.#context)) return false;
    try {
      await work();
      return true;
    } catch (error) {
      if (!isOfTracker(error)) throw error;
      if (stream !== null) await noteFailure(this.#context, stream, error);
      await this.#fail(error);
      return false;
    }
  }

  /** Reads streams. @param lastRead returns how far a stream was read; null if it needs no reading */
  async read(which: readonly Stream[], lastRead: (stream: Stream) => Promise<LastRead | null>): Promise<void> {
    const reads = readStreams<RunStart>(this.#context, {
      which,
      start: async (stream) => {
        const last = await lastRead(stream);
        return last === null ? null : this.#start(stream, last);
      },
      onFailure: async (failure) => {
        await this.#fail(failure);
        return this.#isOver ? "end" : "next";
      },
    });
    for await (const { start, result } of reads) {
      if (start.isWidened) this.recover();
      this.results.push(result);
      this.unread.push(...result.unread);
      this.upToDate(start.before);
    }
  }

  /** No webhook could announce what a stream covers for the first time. */
  async #start(stream: Stream, { before, token }: LastRead): Promise<RunStart> {
    const isFirst = before === null || before.completedAt === null;
    const isWidened = !isFirst && isWider(before, await this.#context.source.coverage(stream));
    return { before, token, full: false, isWidened, changes: isFirst || isWidened ? this.other : this.expected };
  }

  async #fail(failure: Failure): Promise<void> {
    this.failures.push(failure);
    this.#isOver = endsReading(failure) || (await this.#isRefusedAltogether(failure));
  }

  async #isRefusedAltogether(failure: Failure): Promise<boolean> {
    if (this.#hasAccess || !isRefusal(failure)) return false;
    const whole = await wholeRefusal(this.#context);
    this.#hasAccess = whole === null;
    return whole !== null && (endsReading(whole) || isRefusal(whole));
  }

  /** Notes that reports may call something unreadable that the run has now read. */
  recover(): void {
    this.#recovered = true;
  }

  /** Notes that a stream was read, or needed no reading. @param before its former row */
  upToDate(before: StreamState | null): void {
    const { clock } = this.#context.runtime;
    const silentMs = clock() - (before?.completedAt ?? clock());
    if (before?.failure != null || silentMs > longSilenceMs) this.recover();
  }

  /** @param changes `expected` or `other` */
  reading(changes: Changes): Reading {
    return { ...this.#context, changes };
  }

  /** Stores what webhooks should have announced. */
  async finish(): Promise<SyncRunResult> {
    const { source, store, runtime } = this.#context;
    await store.noteFound(source.connection, [...this.expected.ids], runtime.clock());
    return {
      connection: source.connection,
      changed: [...new Set([...this.expected.ids, ...this.other.ids])],
      written: this.expected.written + this.other.written,
      records: this.results.reduce((sum, { records }) => sum + records, 0),
      recovered: this.#recovered,
      inVain: this.#isOver,
      failures: this.failures,
      unread: this.unread,
      stopped: isStopped(this.#context),
    };
  }
}
