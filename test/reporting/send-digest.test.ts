import { beforeEach, describe, expect, test } from "vitest";
import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";
import type { Channel, Message } from "../../src/ports/channel.ts";
import { channelsLeft, sendDigest, type DigestContext } from "../../src/reporting/send-digest.ts";
import { useTestDatabase } from "../support/database.ts";
import { noon } from "../support/builders.ts";

const tested = useTestDatabase("pglite");
const sent: Message[] = [];
let trouble: Error | null = null;
const logged: (readonly [string, object])[] = [];

function channel(key: string): Channel {
  return {
    key,
    send: async (message) => {
      if (trouble !== null && key === "rte") throw trouble;
      sent.push(message);
    },
  };
}

function context(): DigestContext {
  const note = (fields: object, text: string) => void logged.push([text, fields]);
  const channels = new Map(["rte", "office"].map((key) => [key, channel(key)]));
  return { store: tested.store, channels, clock: () => noon, log: { info: note, warn: note, error: note } };
}

const message = { document: { title: "Payments", labels: [], blocks: [], stamp: [] }, text: "Payments" };
const due = { train: "payments", channels: ["rte", "office"], dueAt: noon - 1000, message };

function failing(code: FailureCode, verdict: Verdict): Failure {
  return new Failure({ code, what: "The channel said no.", remedy: "Ask it.", verdict });
}

async function states(): Promise<readonly string[]> {
  return (await tested.store.digests("payments", due.dueAt)).map(({ channel, state }) => `${channel} ${state}`);
}

beforeEach(() => {
  sent.length = 0;
  logged.length = 0;
  trouble = null;
});

describe("a digest", () => {
  test("goes to each channel once, under an id that is the same at each attempt", async () => {
    await sendDigest(context(), due);
    await sendDigest(context(), due);
    expect(sent.map(({ id }) => id)).toEqual([`payments-rte-${due.dueAt}`, `payments-office-${due.dueAt}`]);
    expect(await states()).toEqual(["office sent", "rte sent"]);
    expect(logged.map(([text]) => text)).toEqual(["digest sent", "digest sent"]);
  });

  test("of the next week is another one", async () => {
    await sendDigest(context(), due);
    await sendDigest(context(), { ...due, dueAt: due.dueAt + 604_800_000 });
    expect(sent).toHaveLength(4);
  });

  test("goes to no channel that the file no longer has", async () => {
    await sendDigest(context(), { ...due, channels: ["gone"] });
    expect(sent).toEqual([]);
    expect(await states()).toEqual([]);
  });

  test("that a channel does not take now is tried again there, and nowhere else", async () => {
    trouble = failing("unreachable", { kind: "retry", afterMs: null });
    await expect(sendDigest(context(), due)).rejects.toBe(trouble);
    expect(await states()).toEqual(["office sent", "rte failed"]);
    expect(await channelsLeft(tested.store, due)).toMatchObject([{ channel: "rte", record: { state: "failed" } }]);
    trouble = null;
    await sendDigest(context(), due);
    expect(sent.map(({ id }) => id)).toEqual([`payments-office-${due.dueAt}`, `payments-rte-${due.dueAt}`]);
    expect(await states()).toEqual(["office sent", "rte sent"]);
  });

  test.each([
    ["refused", "not-found"],
    ["unknown", "outcome-unknown"],
  ] as const)("that ends as %s is not tried again, and the log says what to do", async (state, code) => {
    trouble = failing(code, { kind: "park" });
    await sendDigest(context(), due);
    trouble = null;
    await sendDigest(context(), due);
    expect(sent.map(({ id }) => id)).toEqual([`payments-office-${due.dueAt}`]);
    expect(await states()).toEqual(["office sent", `rte ${state}`]);
    expect(logged).toContainEqual(["digest not sent", expect.objectContaining({ channel: "rte", remedy: "Ask it." })]);
  });

  test("whose process died over it is rather missed than sent twice, and the log says so once", async () => {
    trouble = new TypeError("a bug");
    await expect(sendDigest(context(), due)).rejects.toBe(trouble);
    trouble = null;
    await sendDigest(context(), due);
    await sendDigest(context(), due);
    expect(sent.map(({ id }) => id)).toEqual([`payments-office-${due.dueAt}`]);
    expect(await states()).toEqual(["office sent", "rte unknown"]);
    expect(logged).toEqual([
      ["digest interrupted, it may have arrived", expect.objectContaining({ channel: "rte", code: "outcome-unknown" })],
      ["digest sent", expect.objectContaining({ channel: "office" })],
    ]);
  });

  const hourMs = 3_600_000;

  test.each([-23, -1, 1, 23])("whose hour people move by %i hours after it came does not come again", async (hours) => {
    await sendDigest(context(), due);
    await sendDigest(context(), { ...due, dueAt: due.dueAt + hours * hourMs });
    expect(sent).toHaveLength(2);
  });

  test("that no channel took comes at the hour to which people move it", async () => {
    trouble = failing("not-found", { kind: "park" });
    await sendDigest(context(), due);
    trouble = null;
    await sendDigest(context(), { ...due, dueAt: due.dueAt + hourMs });
    expect(sent.map(({ id }) => id)).toEqual([`payments-office-${due.dueAt}`, `payments-rte-${due.dueAt + hourMs}`]);
  });

  test("that another process has taken meanwhile is left to it", async () => {
    const taken = context();
    const store = {
      digests: async () => [],
      saveDigest: async () => false,
    };
    await sendDigest({ ...taken, store }, due);
    expect(sent).toEqual([]);
  });
});
