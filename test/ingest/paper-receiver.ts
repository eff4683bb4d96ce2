import { emptyNotice, type Notice, type Place, type Receiver } from "../../src/ports/webhook.ts";
import type { NewDelivery } from "../../src/ports/inbox.ts";
import { noon } from "../support/builders.ts";

/** What a delivery on paper says is the notice itself. */
export const paperReceiver: Receiver = {
  connection: "acme",
  system: "jira",
  isPlausible: () => false,
  verify: () => null,
  kindOf: (event) => event,
  read: ({ body }) => {
    const { places, ...notice } = JSON.parse(body) as Omit<Notice, "places"> & { places?: [string, Place][] };
    return { ...notice, ...(places && { places: new Map(places) }) };
  },
};

function aNotice(change: Partial<Notice> = {}): Notice {
  return { ...emptyNotice, at: noon, ...change };
}

export function aPlace(name: string, nativeId: string | null = null): Place {
  return { name, nativeId };
}

let next = 0;

export function aDelivery(notice: Partial<Notice>, change: Partial<NewDelivery> = {}): NewDelivery {
  next += 1;
  const body = JSON.stringify({ ...aNotice(notice), places: notice.places && [...notice.places] });
  return {
    connection: "acme",
    deliveryId: `paper ${String(next).padStart(6, "0")}`,
    event: "edited",
    body,
    receivedAt: noon,
    ...change,
  };
}
