import type { Inbox } from "../../../src/ports/inbox.ts";
import { every } from "./replaced.ts";

type InboxDefect = (inbox: Inbox) => Partial<Inbox>;

/** Defects in storing deliveries. */
export const inboxDefects: Readonly<Record<string, InboxDefect>> = {
  "inbox: answered before it is stored": (inbox) => {
    const isLost = every(4);
    return { receive: (...asked) => (isLost() ? Promise.resolve([true]) : inbox.receive(...asked)) };
  },
  "inbox: stored without a job": (inbox) => ({
    receive: (deliveries) => inbox.receive(deliveries, () => Promise.resolve()),
  }),
  "inbox: nothing waits": () => ({ waiting: () => Promise.resolve([]) }),
  "inbox: settled and not noted": (inbox) => {
    const isLost = every(3);
    return { complete: (...asked) => (isLost() ? Promise.resolve() : inbox.complete(...asked)) };
  },
  "inbox: the newest is left": (inbox) => ({
    waiting: async (...asked) => (await inbox.waiting(...asked)).slice(0, -1),
  }),
  "inbox: bodies are cut": (inbox) => ({
    waiting: async (...asked) =>
      (await inbox.waiting(...asked)).map((one) => ({ ...one, body: one.body.slice(0, 500) })),
  }),
  "inbox: settled deliveries are pruned at once": (inbox) => ({
    prune: (before) => inbox.prune(before + 365 * 86_400_000),
  }),
};
