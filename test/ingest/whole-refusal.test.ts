import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../src/domain/failure.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import { processInbox } from "../../src/ingest/process-inbox.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import type { Stream } from "../../src/ports/connector.ts";
import { useLive } from "./live.ts";
import { aDelivery, paperReceiver } from "./paper-receiver.ts";
import { failureOf } from "./paper-source.ts";

const live = await useLive();
const drain = () => processInbox(live.context(), paperReceiver);
const ids = Array.from({ length: 200 }, (_, n) => String(n + 1));
const deliver = () =>
  live.store.inbox.receive(
    ids.map((id) => aDelivery({ items: [id] })),
    async () => {},
  );
const states = async () => (await live.store.inbox.summary()).map(({ waiting, failed }) => ({ waiting, failed }));
const failing = async () =>
  (await live.store.streams()).flatMap(({ stream, failure }) => (failure === null ? [] : [[stream, failure.code]]));

const issues = (name: string): Stream => ({ name, mode: "incremental", pace: "poll" });
const many = Array.from({ length: 100 }, (_, n) => issues(`issues:acme/${n}`));

/** Everything is refused; the access that is asked for as well, where it says so. */
function refuse(code: FailureCode = "forbidden", access: "refused" | "given" = "refused"): void {
  const failure = failureOf(code, "park");
  for (const what of ["fetch", "pull issues", "peek issues", ...many.map(({ name }) => `peek ${name}`)]) {
    live.source.faults.set(what, failure);
  }
  if (access === "refused") live.source.faults.set("access", failure);
}

describe.each<FailureCode>(["forbidden", "not-found", "request-refused"])(
  "a tracker that refuses everything (%s)",
  (code) => {
    test("gives no delivery up, is asked twice, and its streams say why", async () => {
      for (const id of ids) live.source.edit(id);
      await deliver();
      refuse(code);
      expect(await drain()).toMatchObject({ failures: [{ code }], outcomes: [] });
      expect(live.source.asked.filter((one) => one === "fetch" || one === "access")).toEqual(["fetch", "access"]);
      expect(await states()).toEqual([{ waiting: 200, failed: 0 }]);
      expect(await failing()).toEqual([["issues", code]]);
      live.source.faults.clear();
      expect(await drain()).toMatchObject({ failures: [], outcomes: [{ state: "processed", count: 200 }] });
      expect(await states()).toEqual([{ waiting: 0, failed: 0 }]);
    });

    test("is polled in two requests, however many streams there are", async () => {
      live.source.listed = many;
      refuse(code);
      expect(await pollConnection(live.context())).toMatchObject({ inVain: true });
      expect(live.source.asked).toEqual(["peek issues:acme/0", "access"]);
      expect(await failing()).toHaveLength(100);
    });

    test("is swept no further than to the first refusal", async () => {
      live.source.listed = many;
      live.source.faults.set("probe", failureOf(code, "park"));
      refuse(code);
      expect(await sweepConnection(live.context(), { depth: "structure", maxDrop: 0.2 })).toMatchObject({
        inVain: true,
      });
      expect(live.source.asked).toEqual(["probe", "access"]);
    });
  },
);

describe("single refusals", () => {
  test("end alone: the deliveries beside them are worked off", async () => {
    for (const id of ids) live.source.edit(id);
    await deliver();
    for (const id of ["7", "70", "177"]) live.source.faults.set(`fetch ${id}`, failureOf("forbidden", "park"));
    const { outcomes } = await drain();
    expect(outcomes).toEqual(
      expect.arrayContaining([
        { event: "edited", state: "processed", count: 197 },
        { event: "edited", state: "failed", count: 3 },
      ]),
    );
    // Once for the first, and again before each is given up.
    expect(live.source.times("access")).toBe(4);
    expect(await failing()).toEqual([]);
  });

  test("are told from a refusal of all that comes while they are looked for", async () => {
    for (const id of ids) live.source.edit(id);
    await deliver();
    live.source.faults.set("fetch 1", failureOf("forbidden", "park"));
    live.source.meanwhile.set("access", () => live.source.meanwhile.set("fetch 1", () => refuse()));
    expect(await drain()).toMatchObject({ failures: [{ code: "forbidden" }] });
    expect((await states())[0]?.failed).toBe(0);
  });

  test("of a stream leave the others to be polled, and access is asked for once", async () => {
    live.source.listed = many.slice(0, 5);
    refuse("forbidden", "given");
    live.source.faults.delete("peek issues:acme/3");
    expect(await pollConnection(live.context())).toMatchObject({ inVain: false });
    expect(live.source.times("access")).toBe(1);
    expect(await failing()).toHaveLength(4);
  });
});

test("where nobody knows, since the tracker does not answer, deliveries wait as well", async () => {
  await deliver();
  refuse();
  live.source.faults.set("access", failureOf("tracker-unavailable", "retry"));
  expect(await drain()).toMatchObject({ failures: [{ code: "tracker-unavailable" }] });
  expect(await states()).toEqual([{ waiting: 200, failed: 0 }]);
  expect(await failing()).toEqual([]);
});
