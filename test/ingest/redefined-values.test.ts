import { expect, test } from "vitest";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import { check } from "../../src/ingest/check-connection.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { syncConnection } from "../../src/ingest/sync.ts";
import { jiraId } from "../support/builders.ts";
import { useLive } from "./live.ts";

const live = await useLive();
const released = { status: "in-progress", statusId: "7", statusName: "Released" } as const;
const won = { status: "done", statusId: "8", statusName: "Done", resolutionId: "1", resolutionName: "Fixed" } as const;

/** How each item looks in the model, and how many of its items were fetched. */
async function read(work: () => Promise<unknown>) {
  live.later(60_000);
  live.source.asked.length = 0;
  await work();
  const { items } = await live.store.loadModel();
  const stored = ["1", "2", "3", "4", "5"].map((id) => items.get(jiraId(id)));
  return {
    stored: stored.map((item) =>
      [item?.status, item?.statusName, item?.resolutionName, ...(item?.components ?? [])].join(" "),
    ),
    fetched: live.source.asked.filter((asked) => /^fetch \d/u.test(asked)).map((asked) => asked.slice(6)),
  };
}

const sync = async () => syncConnection(live.context(), await check(live.context()));
const sweep = () => sweepConnection(live.context(), { depth: "structure", maxDrop: 0 });

/** Administrators change values that items have: that is no edit of the items. */
function redefine(change: (item: WorkItem) => Partial<WorkItem>): void {
  for (const [id, item] of live.source.items) live.source.items.set(id, { ...item, ...change(item) });
}

async function begin() {
  live.source.edit("1", { ...released, components: ["Cards"] });
  live.source.edit("2", { ...released, components: ["Cards", "Web"] });
  live.source.edit("3", won);
  live.source.edit("4", { ...won, components: ["Web"] });
  live.source.edit("5", released);
  live.source.edit("6");
  return read(sync);
}

test.each([
  ["sync", sync],
  ["sweep", sweep],
])("a %s reads the items of a status with another category or name again", async (_, again) => {
  const logged = () => live.informed.filter((line) => JSON.stringify(line).includes("its items are read again"));
  expect((await begin()).fetched).toEqual([]);
  expect([(await read(again)).fetched, logged()]).toEqual([["1", "2", "3"], []]);
  redefine((item) => (item.statusId === "7" ? { status: "done", statusName: "Shipped" } : {}));
  expect(await read(again)).toEqual({
    stored: [
      "done Shipped  Cards",
      "done Shipped  Cards Web",
      "done Done Fixed",
      "done Done Fixed Web",
      "done Shipped ",
    ],
    fetched: ["1", "2", "3", "1", "2", "5"],
  });
  expect((await read(again)).fetched).toEqual(["1", "2", "3"]);
  expect(logged()).toMatchObject([{ connection: "acme", items: 3 }]);
  expect([...live.shown]).toContain("acme items with changed values");
});

test("no item again when every stream has just been read from its beginning", async () => {
  await begin();
  await live.store.keepStreams("acme", []);
  redefine((item) => (item.statusId === "7" ? { statusName: "Shipped" } : {}));
  const { stored, fetched } = await read(sync);
  expect(stored[0]).toBe("in-progress Shipped  Cards");
  expect(fetched).toEqual([]);
});

test("the items of a renamed resolution and of a renamed component too", async () => {
  await begin();
  const renamed = ({ components, resolutionId }: WorkItem) => ({
    components: components.map((name) => (name === "Web" ? "Web shop" : name)),
    resolutionName: resolutionId === null ? null : "Solved",
  });
  redefine(renamed);
  expect((await read(sync)).stored).toEqual([
    "in-progress Released  Cards",
    "in-progress Released  Cards Web shop",
    "done Done Solved",
    "done Done Solved Web shop",
    "in-progress Released ",
  ]);
});

test("the items of a component, also if their type has its former name", async () => {
  const alike = { sourceKind: "Story", components: ["Story"] };
  live.source.edit("1", alike);
  live.source.edit("2", alike);
  live.source.edit("3");
  await read(sync);
  redefine(() => ({ components: ["Tale"] }));
  expect((await read(sync)).fetched).toEqual(["1", "1", "2"]);
});

test("not those of a status whose name is unknown", async () => {
  live.source.edit("1", { ...released, statusName: null });
  live.source.edit("2", { ...released, statusName: null });
  await read(sync);
  expect((await read(sync)).fetched).toEqual(["1"]);
});

test("not those of a value that a person took from one item", async () => {
  await begin();
  const isClosed = { statusName: "Closed", statusId: "9" };
  live.source.meanwhile.set("fetch", () => live.source.edit("1", isClosed));
  expect((await read(sweep)).fetched).toEqual(["1", "2", "3"]);
});

test("not those of a sample that shows only a part of its fields", async () => {
  await begin();
  redefine((item) => (item.statusId === "7" ? { statusName: "Shipped" } : {}));
  live.source.unseen.push("labels");
  expect((await read(sweep)).fetched).toEqual(["1", "2", "3"]);
});

test("nothing more once the reading was stopped", async () => {
  await begin();
  const stop = new AbortController();
  redefine(() => ({ statusName: "Shipped" }));
  const context = {
    ...live.context({ signal: stop.signal }),
    progress: ({ label }: { readonly label: string }) => {
      if (label === "acme samples") stop.abort();
    },
  };
  const { fetched } = await read(() => sweepConnection(context, { depth: "structure", maxDrop: 0 }));
  expect(fetched).toEqual(["1", "2", "3"]);
});

test("the items of a renamed type and, in GitHub, of a renamed label, each in its project only", async () => {
  const stored = async (work: () => Promise<unknown>) => {
    await read(work);
    const { items } = await live.store.loadModel();
    return [...items.values()].map(({ sourceKind, labels }) => [sourceKind, ...labels].join(" "));
  };
  const inGithub = { system: "github", labels: ["bug"] } as const;
  live.source.edit("1", { sourceKind: "Story", ...inGithub });
  live.source.edit("2", { sourceKind: "Story", ...inGithub });
  live.source.edit("3", { sourceKind: "Task", labels: ["bug"] });
  live.source.edit("4");
  expect(await stored(sync)).toEqual(["Story bug", "Story bug", "Task bug", ""]);
  redefine(({ labels, sourceKind }) => ({ labels: labels.map(() => "defect"), sourceKind }));
  expect(await stored(sync)).toEqual(["Story defect", "Story defect", "Task bug", ""]);
  redefine(({ sourceKind }) => ({ sourceKind: sourceKind === "Task" ? "Chore" : sourceKind }));
  expect(await stored(sync)).toEqual(["Story defect", "Story defect", "Chore defect", ""]);
  expect((await read(sync)).fetched).toEqual(["1", "3"]);
});
