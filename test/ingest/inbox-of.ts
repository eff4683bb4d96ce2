import { processInbox } from "../../src/ingest/process-inbox.ts";
import type { Notice } from "../../src/ports/webhook.ts";
import type { useLive } from "./live.ts";
import { aDelivery, paperReceiver } from "./paper-receiver.ts";

type Live = Awaited<ReturnType<typeof useLive>>;

/** Deliveries of the connection: a person's edits, what the tracker delivers, and how the inbox is processed. */
export function inboxOf(live: Live) {
  return {
    drain: (change: Parameters<Live["context"]>[0] = {}) => processInbox(live.context(change), paperReceiver),
    deliver: (...notices: readonly Partial<Notice>[]) =>
      live.store.inbox.receive(
        notices.map((notice) => aDelivery(notice)),
        async () => {},
      ),
    states: async () =>
      (await live.store.inbox.list({ limit: 600 })).map(({ state, reason }) =>
        reason === null ? state : `${state}: ${reason}`,
      ),
    edit: (...nativeIds: readonly string[]) => {
      for (const id of nativeIds) live.source.edit(id);
    },
  };
}
