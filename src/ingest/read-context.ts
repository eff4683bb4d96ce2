import type { WorkItemId } from "../domain/ids.ts";
import type { Scope, Source, Watch } from "../ports/connector.ts";
import type { Inbox } from "../ports/inbox.ts";
import type { ItemLookup, ModelReader, ModelWriter } from "../ports/model-store.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Progress, Runtime } from "../ports/runtime.ts";
import type { StreamLedger } from "../ports/stream-ledger.ts";
import type { WebhookCoverage } from "../ports/webhook-coverage.ts";

/** The parts of storage that ingest uses. */
export type IngestStore = ModelWriter &
  ItemLookup &
  StreamLedger &
  WebhookCoverage &
  Pick<ModelReader, "names"> & { readonly inbox: Pick<Inbox, "waiting" | "complete"> };

/** What ingest reads one connection with. */
export type ReadContext = {
  readonly source: Source & Watch;
  readonly store: IngestStore;
  readonly scope: Scope;
  readonly runtime: Pick<Runtime, "clock" | "log">;
  readonly progress: Progress;
  /** Ends reading between two pages: stored pages stay, a stream that was not read to its end counts as not read. */
  readonly signal?: AbortSignal;
};

/** A reading that is under way, and what it has changed so far. */
export type Reading = ReadContext & { readonly changes: Changes };

/** What a reading changed. It also holds what was stored before the reading broke off. */
export class Changes {
  /** Rows of any kind. */
  written = 0;
  readonly ids = new Set<WorkItemId>();

  add({ written, changed }: Pick<PageChange, "written" | "changed">): void {
    this.written += written;
    for (const id of changed) this.ids.add(id);
  }
}

/** Whether the context's signal ended the reading. */
export function isStopped({ signal }: Pick<ReadContext, "signal">): boolean {
  return signal?.aborted === true;
}
