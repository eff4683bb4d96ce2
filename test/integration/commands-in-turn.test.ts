import { evaluating } from "../../src/cli/evaluate-context.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import { inTurn } from "../../src/cli/in-turn.ts";
import { connectionLock, trainLock } from "../../src/jobs/lock-names.ts";
import type { Store } from "../../src/ports/store.ts";
import { evaluateAndStore } from "../../src/reporting/evaluate-train.ts";
import { openStore } from "../../src/store/open.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { CollectingTerminal } from "../support/terminal.ts";
import { run } from "../../src/cli/program.ts";

const { world, home } = useSmallWorld("postgres");
let file = "";
beforeEach(async () => {
  file = await world().trainFile();
});

/** As a service beside the commands would have it open. */
async function openBeside(resources: AsyncDisposableStack): Promise<Store> {
  const store = await openStore({ databaseUrl: home(), dataDir: "" });
  resources.defer(() => store.close());
  return store;
}

/** Holds the name until the command has said that it waits. */
async function whileTaken(name: string, command: readonly string[]) {
  await using resources = new AsyncDisposableStack();
  const store = await openBeside(resources);
  const terminal = new CollectingTerminal();
  const held = await store.exclusively(name, async () => {
    const code = run([...command, "--config", file], terminal);
    await Promise.race([terminal.until("Waiting: "), code]);
    return { code, stdout: terminal.stdout };
  });
  if (held.taken) throw new Error("somebody else holds it");
  const { code, stdout } = held.result;
  return { code: await code, whileHeld: stdout, stdout: terminal.stdout, stderr: terminal.stderr };
}

describe("beside a service on one PostgreSQL", () => {
  test("apply waits for a train that a job is at, says so once, and then writes", async () => {
    const { code, whileHeld, stdout, stderr } = await whileTaken(trainLock("small"), ["apply"]);
    expect([code, whileHeld]).toEqual([0, ""]);
    expect(stdout).toContain("Small: ");
    expect(stderr.match(/Waiting: another process, possibly `serve`, is working on the train small\./gu)).toHaveLength(
      1,
    );
  });

  test.each([
    ["a connection that a job reads", connectionLock("acme"), "is working on the connection acme."],
    ["a train that a job thinks about", trainLock("small"), "is working on the train small."],
  ])("sync waits for %s", async (_, name, says) => {
    const { code, whileHeld, stdout, stderr } = await whileTaken(name, ["sync"]);
    expect([code, whileHeld]).toEqual([0, ""]);
    expect(stdout).toContain("acme: ");
    expect(stderr).toContain(says);
  });

  test("sync holds no later connection while it waits for an earlier one, so that two do not wait for each other", async () => {
    await using resources = new AsyncDisposableStack();
    const store = await openBeside(resources);
    const terminal = new CollectingTerminal();
    const held = await store.exclusively(connectionLock("acme"), async () => {
      const code = run(["sync", "--config", file], terminal);
      await Promise.race([terminal.until("Waiting: "), code]);
      return { code, hub: await store.exclusively(connectionLock("hub"), () => Promise.resolve("free")) };
    });
    if (held.taken) throw new Error("somebody else holds it");
    expect(held.result.hub).toEqual({ taken: false, result: "free" });
    expect(await held.result.code).toBe(0);
  });

  test("of two that think about a train at once, neither takes the age of a conflict from the other", async () => {
    await using resources = new AsyncDisposableStack();
    const [one, other] = [await openBeside(resources), await openBeside(resources)];
    const [train] = await one.trains();
    if (train === undefined) throw new Error("there is no train");
    const at = Date.parse("2026-11-24T12:00:00Z");
    const all = await one.conflicts(train.key);
    await one.saveConflicts(train.key, [], all);
    let isFirst = true;
    const late: Store = {
      ...one,
      // What it has read is old by the time it has it: the other came, and went.
      async conflicts(key) {
        const read = await one.conflicts(key);
        if (isFirst) await evaluateAndStore(evaluating(other), train, at);
        isFirst = false;
        return read;
      },
    };
    const { records } = await evaluateAndStore(evaluating(late), train, at + 60_000);
    expect(records.length).toBeGreaterThan(0);
    expect(new Set(records.map(({ firstSeenAt }) => firstSeenAt))).toEqual(new Set([at]));
    expect(await other.conflicts(train.key)).toEqual(records);
  });
});

describe("a command that waits", () => {
  const patience = { stepMs: 1, quietMs: 3, longestMs: 6 };

  /** Taken for so many attempts. */
  const takenFor = (attempts: number): Pick<Store, "exclusively"> => {
    let asked = 0;
    return {
      async exclusively(_name, work) {
        asked += 1;
        if (asked <= attempts) return { taken: true };
        return { taken: false, result: await work(new AbortController().signal) };
      },
    };
  };

  test.each([
    [0, 0],
    [3, 0],
    [4, 1],
    [6, 1],
  ])("for %i attempts, says so %i times", async (attempts, times) => {
    const said: string[] = [];
    const turn = inTurn({ store: takenFor(attempts), say: (sentence) => said.push(sentence) }, patience);
    expect(await turn("train a", "the train a", () => Promise.resolve("done"))).toBe("done");
    expect(said).toHaveLength(times);
  });

  test("gives up in the end, and has done nothing", async () => {
    const turn = inTurn({ store: takenFor(Infinity), say: () => undefined }, patience);
    const failure: unknown = await turn("train a", "the train a", () => Promise.reject(new Error("ran"))).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: "guard", verdict: { kind: "retry" } });
  });
});
