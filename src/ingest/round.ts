import type { Failure } from "../domain/failure.ts";
import type { StreamState } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Scope, Source, Stream, UnreadPart, Watch } from "../ports/connector.ts";
import { Changes } from "./changes.ts";
import { isStopped, pullStream, type PullContext, type PullResult, type ReadContext, type Start } from "./pull.ts";
import { isWider } from "./spans.ts";
import { endsReading, isOfTracker, noteFailure } from "./stream-failure.ts";
import { isRefusal, wholeRefusal } from "./whole-refusal.ts";

/** What a service reads one connection with. */
export type LiveContext = ReadContext & { readonly source: Source & Watch; readonly scope: Scope };

/** Reports may have said that a stream which was not read for so long (ms) is old. */
const longSilenceMs = 3_600_000;

/** What came of reading. Also where something failed: what was stored before that is in it. */
export type LiveResult = {
  readonly connection: string;
  /** Items that are others now, each once. */
  readonly changed: readonly WorkItemId[];
  /** Rows of any kind that are new or others now; 0 where the model is as before. */
  readonly written: number;
  /** What the tracker refused or could not give, in the order it happened. */
  readonly failures: readonly Failure[];
  /** True where the context's signal ended it. */
  readonly stopped: boolean;
};

/** What came of one round of a poll or a sweep. */
export type RoundResult = LiveResult & {
  /** Records that came in with the streams, of any kind, changed or not. */
  readonly records: number;
  /** True where the tracker said that asking it more would be in vain. */
  readonly inVain: boolean;
  /** True where something was read that had failed, or was not covered, or that nobody had read for long: reports may have said so. */
  readonly recovered: boolean;
  /** What was left out while the rest was read. */
  readonly unread: readonly UnreadPart[];
};

/** One round of a poll or a sweep, step by step: a step that fails does not keep the next ones from being taken. */
export class Round {
  readonly results: PullResult[] = [];
  readonly failures: Failure[] = [];
  readonly unread: UnreadPart[] = [];
  /** What deliveries should have told of. */
  readonly news = new Changes();
  /** What none could tell of: what was never read before, and what lies outside of the streams. */
  readonly rest = new Changes();
  readonly #context: LiveContext;
  #isOver = false;
  #recovered = false;
  /** Known once something was refused, and something else was not. */
  #hasAccess = false;

  constructor(context: LiveContext) {
    this.#context = context;
  }

  /**
   * @param books the stream, or what keeps books as streams do, with which a failure is noted; null for none
   * @returns false where it failed, or was not taken since the tracker said that it is in vain or the signal to stop
   */
  async step(books: string | null, work: () => Promise<void>): Promise<boolean> {
    if (this.#isOver || isStopped(this.#context)) return false;
    try {
      await work();
      return true;
    } catch (error) {
      if (!isOfTracker(error)) throw error;
      if (books !== null) await noteFailure(this.#context, books, error);
      this.failures.push(error);
      this.#isOver = endsReading(error) || (await this.#isRefusedAltogether(error));
      return false;
    }
  }

  async #isRefusedAltogether(error: Failure): Promise<boolean> {
    if (this.#hasAccess || !isRefusal(error)) return false;
    const whole = await wholeRefusal(this.#context);
    this.#hasAccess = whole === null;
    return whole !== null && (endsReading(whole) || isRefusal(whole));
  }

  /** Reads a stream. What it covers for the first time is no news: no delivery could have told of it. */
  async pull(stream: Stream, start: Start): Promise<void> {
    const { before } = start;
    const isFirst = before === null || before.completedAt === null;
    const isWidened = !isFirst && isWider(before, await this.#context.source.coverage(stream));
    const result = await pullStream(this.reading(isFirst || isWidened ? this.rest : this.news), stream, start);
    if (!result.complete) return;
    if (isWidened) this.recover();
    this.results.push(result);
    this.unread.push(...result.unread);
    this.reached(start.before);
  }

  /** Reports may say that something cannot be read which was read now. */
  recover(): void {
    this.#recovered = true;
  }

  /** A stream was read, or needed no reading. `before`: how it stood. */
  reached(before: StreamState | null): void {
    const { clock } = this.#context;
    const silentMs = clock() - (before?.completedAt ?? clock());
    if (before?.failure != null || silentMs > longSilenceMs) this.recover();
  }

  reading(changes: Changes): PullContext {
    return { ...this.#context, full: false, changes };
  }

  /** Notes what webhooks should have told. */
  async finish(): Promise<RoundResult> {
    const { source, store, clock } = this.#context;
    await store.noteRepairs(source.connection, [...this.news.ids], clock());
    return {
      connection: source.connection,
      changed: [...new Set([...this.news.ids, ...this.rest.ids])],
      written: this.news.written + this.rest.written,
      records: this.results.reduce((sum, { records }) => sum + records, 0),
      recovered: this.#recovered,
      inVain: this.#isOver,
      failures: this.failures,
      unread: this.unread,
      stopped: isStopped(this.#context),
    };
  }
}
