import { once } from "node:events";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { withConfiguredStore } from "../../src/cli/open-store.ts";
import { run } from "../../src/cli/program.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { CollectingTerminal } from "../support/terminal.ts";

const { world } = useSmallWorld("pglite");

beforeEach(() => {
  for (const name of ["PORT", "SIGNALBOX_HOST", "SIGNALBOX_ADMIN"]) vi.stubEnv(name, "");
});

test("serve listens, says where, and ends in order when it is told to stop", async () => {
  const terminal = new CollectingTerminal();
  const code = run(["serve", "--port", "0", "--config", await world().trainFile()], terminal);
  await Promise.race([terminal.until("Listening on "), code]);
  const url = /http:\S+(?=;)/u.exec(terminal.stdout)?.[0] ?? "";
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok" });
  await Promise.race([terminal.until("For operators: "), code]);
  const ready = /http:\S+\/readyz/u.exec(terminal.stdout)?.[0] ?? "";
  expect(await (await fetch(ready)).json()).toMatchObject({ ready: true });
  process.emit("SIGTERM");
  expect(await code, terminal.stderr).toBe(0);
  expect(terminal.stderr).toContain("Stopping");
  await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
});

const hasIpv6 = Object.values(networkInterfaces()).some(
  (all) => all?.some(({ address }) => address === "::1") === true,
);

test.runIf(hasIpv6)("an IPv6 address may have brackets, and what serve prints is an address", async () => {
  const terminal = new CollectingTerminal();
  const flags = ["--host", "[::1]", "--port", "0", "--admin", "[::1]:0"];
  const code = run(["serve", ...flags, "--config", await world().trainFile()], terminal);
  await Promise.race([terminal.until("For operators"), code]);
  process.emit("SIGTERM");
  expect(await code, terminal.stderr).toBe(0);
  expect(terminal.stdout).toMatch(
    /^Listening on http:\/\/\[::1\]:\d+; .*\nFor operators: http:\/\/\[::1\]:\d+\/readyz/u,
  );
});

test("a stop ends the pauses between retries: serve does not ask again", async () => {
  const asked: string[] = [];
  const first = Promise.withResolvers<void>();
  world().proxy.spoil = ({ method, path }) => {
    asked.push(`${method} ${path}`);
    first.resolve();
    return { status: 503, type: "text/plain", text: "down" };
  };
  const terminal = new CollectingTerminal();
  const code = run(["serve", "--port", "0", "--config", await world().trainFile()], terminal);
  await Promise.race([first.promise, code]);
  process.emit("SIGTERM");
  expect(await code, terminal.stderr).toBe(0);
  expect(terminal.stderr).toContain("Stopping");
  expect(asked).toEqual([...new Set(asked)]);
});

test("a stop ends reads that a tracker never answers, and no stream counts as failed", async () => {
  const ends: string[] = [];
  const both = Promise.withResolvers<void>();
  let asked = 0;
  world().proxy.spoil = () => {
    asked += 1;
    if (asked === 2) both.resolve();
    return null;
  };
  const givenUp = Promise.withResolvers<void>();
  world().proxy.onGivenUp = () => {
    asked -= 1;
    if (asked === 0) givenUp.resolve();
  };
  const terminal = new CollectingTerminal();
  const code = run(["serve", "--port", "0", "--config", await world().trainFile()], terminal);
  await Promise.race([both.promise, code]);
  process.emit("SIGTERM");
  await Promise.all([givenUp.promise.then(() => ends.push("reads")), code.then(() => ends.push("serve"))]);
  expect(await code, terminal.stderr).toBe(0);
  expect(ends).toEqual(["reads", "serve"]);
  await withConfiguredStore(async (store) => {
    const streams = await store.streams();
    expect(streams.length).toBeGreaterThan(0);
    expect(streams.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});

describe("wrong usage: exit code 2, nothing on stdout, and the process is free to end", () => {
  test.each([
    ["a port that is none", ["--port", "99999"], "Expected a port from 0 to 65535"],
    ["an empty port", ["--port", ""], "Expected a port from 0 to 65535"],
    ["an address for operators that is none", ["--admin", "here"], "an address and a port such as 0.0.0.0:8081"],
    ["no such train file", ["--config", "nowhere.yaml"], "Cannot read the train file nowhere.yaml"],
  ])("%s", async (_, more, wrong) => {
    const { code, stdout, stderr } = await world().command("serve", ...more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(wrong);
  });

  test("a train file that is wrong", async () => {
    const file = await world().trainFile((text) => text.replace("timeZone: UTC", "timeZone: Mars/Base"));
    const { code, stdout, stderr } = await world().command("serve", "--config", file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Mars/Base");
  });

  test.each([
    ["--host", ["--host", "192.0.2.1", "--port", "0"]],
    ["--admin", ["--port", "0", "--admin", "192.0.2.1:0"]],
  ])("an address that the machine does not have, with %s", async (option, flags) => {
    const { code, stdout, stderr } = await world().command("serve", ...flags, "--config", await world().trainFile());
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`of 192.0.2.1.\n  This machine has no such address: give one of its own with ${option},`);
  });

  test("a port that is taken; the database is free again afterwards", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    try {
      const address = holder.address();
      const port = String(typeof address === "object" ? address?.port : 0);
      const { code, stdout, stderr } = await world().command(
        "serve",
        "--port",
        port,
        "--config",
        await world().trainFile(),
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(
        new RegExp(`Cannot listen on port ${port} of 127\\.0\\.0\\.1\\.\\n {2}Stop the program`, "u"),
      );
      await world().expectLastGoodModel();
    } finally {
      holder.close();
    }
  });
});
