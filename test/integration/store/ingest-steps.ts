import type { Store } from "../../../src/ports/store.ts";
import { jiraId, membersOf, noon } from "../../support/builders.ts";
import { edgesPage, githubPage, idsOf, page, sprintOf, type Numbers } from "./measured-pages.ts";
import { aPage } from "./pulled.ts";

/* What reading the trackers does with the items of a page. */

export type Step = (store: Store, numbers: Numbers) => Promise<unknown>;

const scope = { containers: ["PAY"], jqls: [], linkTypes: ["Blocks"], versions: false };

export const project = { kind: "container", nativeId: "10000", name: "PAY" } as const;

/** What adds rows. */
export const additions = {
  "new issues": (store, numbers) => store.savePage("acme", page(numbers), noon),
  "GitHub's items": (store, numbers) => store.savePage("hub", githubPage(numbers), noon),
  "GitHub's edges": (store, numbers) => store.savePage("hub", edgesPage(numbers), noon),
  "a query's members": (store, numbers) => store.saveMembership("acme", `q = ${numbers[0]}`, membersOf(idsOf(numbers))),
  "found changes": (store, numbers) => store.noteFound("acme", idsOf(numbers), noon + (numbers[0] ?? 0)),
  "an issue of another project": (store, [first = 0]) => store.savePage("acme", page([first], { round: 6 }), noon),
  "some gone ones": (store, numbers) => store.markGone(idsOf(numbers.filter((n) => n % 5 === 1)), noon),
  streams: (store, numbers) => store.saveStream(streamOf(numbers)),
  deliveries: deliver,
} satisfies Record<string, Step>;

/** What is done last, since the item is gone then. */
export const last = {
  "another id": (store, numbers) => {
    const [, , , , , , from = "", to = ""] = numbers.map(String);
    return store.followItem({ from: jiraId(from), to: jiraId(to) });
  },
} satisfies Record<string, Step>;

/** What a sync, a poll and deliveries do later with the same items. */
export const later = {
  "the same issues": (store, numbers) => store.savePage("acme", page(numbers), noon),
  "changed issues": (store, numbers) => store.savePage("acme", page(numbers, { round: 1, category: "done" }), noon),
  "issues without their links": (store, numbers) => store.savePage("acme", page(numbers, { round: 2 }), noon),
  "the model since it was read": (store) => store.loadModel(),
  "moved issues": (store, numbers) => store.savePage("acme", page(numbers, { round: 3 }), noon),
  "issues with hidden fields": (store, numbers) => store.savePage("acme", page(numbers, { round: 4 }), noon),
  "older readings": (store, numbers) => store.savePage("acme", page(numbers), noon),
  "a listed sprint": (store, numbers) => store.savePage("acme", aPage({ sprints: [sprintOf(numbers[0] ?? 0)] }), noon),
  "a renamed sprint": (store, numbers) =>
    store.savePage("acme", aPage({ sprints: [sprintOf(numbers[0] ?? 0, "Run")] }), noon),
  "known names": (store) => store.saveNames({ system: "jira", connection: "acme" }, [project]),
  "identities by handle and by key": (store, numbers) =>
    store.identify(
      "acme",
      numbers.flatMap((n) => [String(n), `PAY-${n}`]),
    ),
  "unknown items": (store, numbers) =>
    store.unknownItems(numbers.map((n) => ({ id: jiraId(String(n)), handle: String(n) }))),
  "an announced change": (store, [first = 0]) =>
    store.noteAnnounced("acme", [String(first)], { at: noon + first, graceMs: 0 }),
  "present items, and unknown ones of other projects": (store, numbers) =>
    store.handlesToStore("acme", scope, [...numbers.map(String), ...numbers.map((n) => `77${n}`)]),
  "a poll without news": async (store, numbers) => {
    const { connection, stream } = streamOf(numbers);
    await store.stream(connection, stream);
    await store.saveStream({ ...streamOf(numbers), completedAt: noon + 1 });
    await store.streamFailed(connection, stream, { code: "unreachable", text: "", at: noon });
  },
  "unread ends": (store, numbers) => store.unreadEnds("acme", idsOf(numbers)),
  "an address": (store, [first]) => store.addressOf("hub", `acme/api#${first}`),
  "changes of items": (store, numbers) => store.changesOf(idsOf(numbers), { after: noon - 1, until: null }),
  "gone issues": (store, numbers) => store.markGone(idsOf(numbers.slice(0, 2)), noon),
  "hidden issues": (store, numbers) => store.markHidden(idsOf(numbers.slice(2, 4)), noon),
  "a page with absent issues": (store, numbers) =>
    store.savePage("acme", { ...page(numbers, { round: 5 }), mayBeOld: true }, noon),
  "the model after names changed": (store) => store.loadModel(),
  "perhaps moved": (store) => store.perhapsMoved("acme"),
} satisfies Record<string, Step>;

function streamOf(numbers: Numbers) {
  const read = { watermark: noon, completedAt: noon, rejected: 0, token: null, failure: null };
  return { ...read, connection: "acme", stream: `query ${numbers[0]}` };
}

async function deliver({ inbox }: Store, numbers: Numbers): Promise<void> {
  const calls = numbers.map((n) => ({
    connection: "acme",
    deliveryId: `d${n}`,
    event: "jira:issue_updated",
    body: "{}",
    receivedAt: noon + n,
  }));
  await inbox.receive(calls, () => Promise.resolve());
  const waiting = await inbox.waiting("acme", numbers.length);
  await inbox.complete(
    waiting.map(({ id }) => ({ id, state: "processed", reason: null })),
    noon,
  );
  await inbox.summary();
}
