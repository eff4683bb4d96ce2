import { randomUUID } from "node:crypto";
import type { Commitment } from "../../../src/domain/history/commitment.ts";
import type { Store } from "../../../src/ports/store.ts";
import { aConflict, aPublication, aRecord, githubId, jiraId, noon } from "../../support/builders.ts";
import { aRollup } from "../../support/rollup.ts";
import { idsOf, type Numbers } from "./measured-pages.ts";
import type { Step } from "./ingest-steps.ts";

/* What an evaluation, and the writes that follow, do after one of a page's items changed. */

/** Of all pages. */
export const oneTrain = "payments";

/** Of a page: a train reads all of its own texts at each evaluation. */
function trainOf(numbers: Numbers): string {
  return `train ${numbers[0]}`;
}

const day = "2026-11-24";
const dayMs = 86_400_000;
const rollup = { ...aRollup(), decisions: [] };

/** What adds rows. */
export const publishingAdditions = {
  conflicts: addConflicts,
  comments: comment,
  "what earlier days showed": addSnapshots,
  "what stood at the start": (store, numbers) => store.saveCommitments([commitmentOf(numbers)]),
  refusals: (store, numbers) => store.saveRefusal(refusalOf(numbers)),
  causes: (store, numbers) => store.noteCorrelationIds([trainOf(numbers)], numbers.map(String)),
} satisfies Record<string, Step>;

/** What follows one change. */
export const publishing = {
  "the life of one conflict": async (store, [first]) => {
    const was = await store.conflicts(oneTrain);
    const isIts = ({ fingerprint }: (typeof was)[number]) => fingerprint === `late-provider:${first}`;
    const changed = was.map((one) => (isIts(one) ? { ...one, reopenings: one.reopenings + 1 } : one));
    await store.saveConflicts(oneTrain, changed, was);
  },
  "a new conflict, and one that is gone": async (store, [first = 0]) => {
    const was = await store.conflicts(oneTrain);
    await store.saveConflicts(oneTrain, [...was.slice(1), recordOf(first + 0.5)], was);
  },
  "an evaluation": evaluate,
  "texts of a train": plan,
  "a portfolio": async (store, numbers) => {
    await store.trainSummaries([oneTrain, trainOf(numbers)], noon);
    for (const { key } of await store.trains()) await store.publications(key);
    await store.portfolioTargets();
  },
  "figures for monitoring": async (store, [first = 0]) => {
    await store.missedChanges(noon + first, noon + first + 1);
    await store.publishStates();
    await store.streams();
  },
} satisfies Record<string, Step>;

function recordOf(n: number) {
  const [consumer, provider] = [jiraId(String(n)), githubId(String(n))];
  const conflict = aConflict({ fingerprint: `late-provider:${n}`, consumer, provider });
  return aRecord(conflict, { state: n % 5 === 0 ? "open" : "resolved" });
}

async function addConflicts(store: Store, numbers: Numbers): Promise<void> {
  const records = numbers.map(recordOf);
  const names = new Set(records.map(({ fingerprint }) => fingerprint));
  const was = await store.conflicts(oneTrain);
  await store.saveConflicts(oneTrain, [...was.filter(({ fingerprint }) => !names.has(fingerprint)), ...records], was);
}

/** As `publish` writes a comment on every fourth issue. */
async function comment(store: Store, numbers: Numbers): Promise<void> {
  for (const n of numbers.filter((one) => one % 4 === 0)) {
    const marker = `comment ${n}`;
    const itemId = jiraId(String(n));
    const intended = aPublication({ marker, train: trainOf(numbers), itemId, state: "intended" });
    await store.savePublication(intended, null);
    await store.savePublication({ ...intended, state: "standing", remoteId: String(n) }, intended);
    const write = { id: randomUUID(), runId: `run ${n}`, marker, action: "create", at: noon, outcome: "done" } as const;
    await store.saveWrite({ ...write, title: "", body: "" });
    await store.forgetRefusals(trainOf(numbers), marker);
  }
}

/** One of each fifth day long ago, of one train. */
async function addSnapshots(store: Store, numbers: Numbers): Promise<void> {
  await store.saveSnapshot({ ...rollup, train: trainOf(numbers) }, day);
  for (const n of numbers.filter((one) => one % 5 === 0)) {
    const at = noon - n * dayMs;
    await store.saveSnapshot({ ...rollup, at }, new Date(at).toISOString().slice(0, 10));
  }
}

function commitmentOf(numbers: Numbers): Commitment {
  const period = { increment: "2026.4", iteration: null, startsAt: noon, endsAt: noon + dayMs };
  const items = idsOf(numbers.slice(0, 20)).map((id) => ({ id, team: "checkout", points: 3, isDone: false }));
  return { ...period, train: trainOf(numbers), frozenAt: noon, fromHistory: false, unknown: [], items };
}

function refusalOf(numbers: Numbers) {
  const [at, until] = [noon, noon + dayMs];
  const place = { train: trainOf(numbers), connection: "acme", marker: `refused ${numbers[0]}` };
  return {
    ...place,
    count: 1,
    at,
    until,
    digest: "1",
    itemUpdatedAt: null,
    code: "request-refused",
    text: "",
  } as const;
}

async function evaluate(store: Store, numbers: Numbers): Promise<void> {
  const train = trainOf(numbers);
  await store.pastRollup(oneTrain, { since: noon - dayMs, standsUntil: noon - dayMs / 2, before: noon });
  await store.keptForecast(oneTrain, day);
  await store.keptDelivery(oneTrain, day);
  await store.keptHints(oneTrain, day);
  await store.commitments(train, [commitmentOf(numbers)]);
  await store.saveSnapshot(rollup, day);
  await store.consent(train);
}

async function plan(store: Store, numbers: Numbers): Promise<void> {
  const train = trainOf(numbers);
  await store.writesDone(train, noon - 1);
  await store.refusals(train);
  await store.publications(train);
  await store.noteCorrelationIds([train], ["one more"]);
  await store.forgetCorrelationIds(train, await store.correlationIds(train));
  const outcome = { connection: "acme", at: noon, asItShould: true, waiting: {}, refused: 0, failure: null };
  await store.notePublished(train, [outcome]);
  await store.digests(train, noon);
  await store.noteWritingAccount("acme", "signalbox");
  await store.writingAccounts("acme");
}
