import type { WorkItemId } from "../domain/ids.ts";
import type { Scope, Source, Watch } from "../ports/connector.ts";
import type { Inbox } from "../ports/inbox.ts";
import type { ItemLookup, ModelReader, ModelWriter } from "../ports/model-store.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Progress, Runtime } from "../ports/runtime.ts";
import type { StreamLedger } from "../ports/stream-ledger.ts";
import type { WebhookCoverage } from "../ports/webhook-coverage.ts";

/** The parts of the store that ingest uses. */
export type IngestStore = ModelWriter &
  ItemLookup &
  StreamLedger &
  WebhookCoverage &
  Pick<ModelReader, "names"> & { readonly inbox: Pick<Inbox, "waiting" | "complete"> };

/** Parameters for reading one connection. */
export type ReadContext = {
  readonly source: Source & Watch;
  readonly store: IngestStore;
  readonly scope: Scope;
  readonly runtime: Pick<Runtime, "clock" | "log">;
  readonly progress: Progress;
  /** Ends reading between two transactions: stored pages stay; a stream not read to its end counts as unread. */
  readonly signal?: AbortSignal;
  /**
   * Called after the streams of the connection; resolves once those of all connections are read, because one tracker's
   * texts name items of another.
   */
  readonly streamsRead?: () => Promise<void>;
};

/** A reading in progress, and its changes so far. */
export type Reading = ReadContext & { readonly changes: Changes };

/** Changes of a reading, including those stored before it broke off. */
export class Changes {
  /** Number of changed rows of any kind. */
  written = 0;
  readonly ids = new Set<WorkItemId>();

  add({ written, changed }: Pick<PageChange, "written" | "changed">): void {
    this.written += written;
    for (const id of changed) this.ids.add(id);
  }
}

/** Whether the context's signal aborted. */
export function isStopped({ signal }: Pick<ReadContext, "signal">): boolean {
  return signal?.aborted === true;
}
