import { Failure } from "../domain/failure.ts";
import type { Delivery, DeliveryState } from "../ports/inbox.ts";
import type { Store } from "../ports/store.ts";
import { counted } from "../domain/counted.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type InboxListFlags = {
  readonly json?: boolean;
  readonly connection?: string;
  readonly state?: DeliveryState;
  readonly limit: number;
};

export async function listInbox(store: Store, flags: InboxListFlags, terminal: Terminal): Promise<void> {
  const { json, ...filter } = flags;
  const deliveries = await store.inbox.list(filter);
  if (json === true) outJson(terminal, deliveries);
  else if (deliveries.length === 0) outLine(terminal, noneWords(filter));
  else for (const delivery of deliveries) outLine(terminal, lineOf(delivery));
}

function noneWords({ connection, state }: Omit<InboxListFlags, "json">): string {
  const which = [
    state === undefined ? "" : `${state} `,
    "deliveries",
    connection === undefined ? "" : ` of ${connection}`,
  ];
  return `There are no ${which.join("")} in the inbox.`;
}

function lineOf({ id, connection, event, state, reason, receivedAt }: Omit<Delivery, "body">): string {
  const why = reason === null ? "" : `: ${reason}`;
  return `${id} ${new Date(receivedAt).toISOString()} ${connection} ${event} ${state}${why}`;
}

export async function showDelivery(store: Store, id: number, terminal: Terminal): Promise<void> {
  const delivery = await store.inbox.find(id);
  if (delivery === null) throw noDelivery(id);
  outJson(terminal, delivery);
}

export type InboxReplayFlags = { readonly json?: boolean };

/**
 * A running service, or the next one, processes them.
 * @throws Failure `not-found` for ids that the inbox does not have, after the others wait again
 */
export async function replayDeliveries(
  store: Store,
  { ids, json }: InboxReplayFlags & { readonly ids: readonly number[] },
  terminal: Terminal,
): Promise<void> {
  const replayed = await store.inbox.replay(ids);
  if (json === true) outJson(terminal, { replayed });
  else outLine(terminal, `${replayed} of ${counted(ids.length, "delivery", "deliveries")} will be processed again.`);
  const missing = [];
  for (const id of ids) if ((await store.inbox.find(id)) === null) missing.push(id);
  if (missing.length > 0) throw noDelivery(missing.join(", "));
}

function noDelivery(id: number | string): Failure {
  return new Failure({
    code: "not-found",
    what: `There is no delivery ${id} in the inbox.`,
    remedy: "See `signalbox inbox list`; Signalbox deletes old ones (serve.keepDeliveries).",
    verdict: { kind: "stop" },
  });
}
