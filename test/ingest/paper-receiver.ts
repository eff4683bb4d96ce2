import type { Receiver, Notice } from "../../src/ports/webhook.ts";
import type { NewDelivery } from "../../src/ports/inbox.ts";
import { noon } from "../support/builders.ts";

/** What a delivery on paper says is the notice itself. */
export const paperReceiver: Receiver = {
  connection: "acme",
  system: "jira",
  verify: () => null,
  kindOf: (event) => event,
  read: ({ body }) => {
    const { places, ...notice } = JSON.parse(body) as Omit<Notice, "places"> & { places: [string, string][] };
    return { ...notice, places: new Map(places) };
  },
};

function aNotice(change: Partial<Notice> = {}): Notice {
  return {
    kind: "understood",
    reason: null,
    items: [],
    removed: [],
    streams: [],
    pullRequests: [],
    proposal: false,
    at: noon,
    ...change,
  };
}

let next = 0;

export function aDelivery(notice: Partial<Notice>, change: Partial<NewDelivery> = {}): NewDelivery {
  next += 1;
  const body = JSON.stringify({ ...aNotice(notice), places: [...(notice.places ?? [])] });
  return { connection: "acme", deliveryId: `paper ${next}`, event: "edited", body, receivedAt: noon, ...change };
}
