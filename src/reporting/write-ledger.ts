import type { Failure } from "../domain/failure.ts";
import type { Remote } from "../ports/connector.ts";
import type { Clock, NewId } from "../ports/runtime.ts";
import type {
  PublicationLedger,
  PublicationRecord,
  RefusalRecord,
  WriteRecord,
  WritingLedger,
} from "../ports/publication-ledger.ts";
import { refusalOf } from "./plan-refused.ts";
import { placeName, type PlannedWrite, type PublishedText } from "./planned-writes.ts";

export type WriteLedger = {
  readonly store: PublicationLedger & WritingLedger;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The id of this run in the audit trail. */
  readonly runId: string;
};

/** The new row of a create decided at `at`, in epoch milliseconds. */
export function intended({ place, marker, train, connection }: PlannedWrite, at: number): PublicationRecord {
  return {
    marker,
    train,
    kind: place.kind,
    connection,
    place: placeName(place),
    itemId: place.kind === "comment" ? place.item.id : null,
    state: "intended",
    remoteId: null,
    remoteKey: null,
    url: null,
    digest: null,
    resolved: false,
    createdAt: at,
    updatedAt: null,
    beside: 0,
  };
}

export function standing({ remoteId, key, url }: Remote) {
  return { state: "standing", remoteId, remoteKey: key, url } as const;
}

export function remoteOf({ remoteId, remoteKey, url }: PublishedText): Remote {
  return { remoteId, key: remoteKey, url };
}

/** Makes other rows release the same remote id, so that two never compete for one comment. */
export async function releaseFromOthers(
  { store, clock }: WriteLedger,
  planned: PlannedWrite,
  remoteId: string,
): Promise<void> {
  const { connection, marker, train, place } = planned;
  const claims = (row: PublicationRecord) =>
    row.kind === place.kind && row.connection === connection && row.remoteId === remoteId && row.state !== "gone";
  for (const row of await store.publications(train)) {
    if (row.marker !== marker && claims(row)) {
      await store.savePublication({ ...row, state: "gone", updatedAt: clock() }, row);
    }
  }
}

/** Another process wrote at the same time: we do not know whose text won, so clear the digest and compare on the next run. */
export async function doubt({ store }: WriteLedger, { train, marker }: PlannedWrite): Promise<void> {
  const rows = (await store.publications(train)).filter((row) => row.marker === marker);
  for (const row of rows) await store.savePublication({ ...row, digest: null }, row);
}

/** The record of a refused write. `isTold`: it was refused for the same reason before. */
export type Remembered = { readonly refusal: RefusalRecord; readonly isTold: boolean };

/** The tracker refused a text, or does not show it: the next try follows after a growing pause. */
export async function rememberRefusal(
  { store, clock }: Pick<WriteLedger, "store" | "clock">,
  planned: PlannedWrite,
  failure: Pick<Failure, "code" | "message" | "remedy">,
): Promise<Remembered> {
  const before = (await store.refusals(planned.train)).find(({ marker }) => marker === planned.marker);
  const refusal = refusalOf(planned, before, { failure, at: clock() });
  await store.saveRefusal(refusal);
  return { refusal, isTold: before?.code === failure.code };
}

type Audited = Pick<WriteRecord, "action" | "outcome">;

export async function audit(books: WriteLedger, { marker, text }: PlannedWrite, audited: Audited): Promise<void> {
  const { title, body } = text.rendered;
  const { store, newId, runId, clock } = books;
  await store.saveWrite({ id: newId(), runId, marker, at: clock(), title, body, ...audited });
}
