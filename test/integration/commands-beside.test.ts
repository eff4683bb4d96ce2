import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { run } from "../../src/cli/program.ts";
import { socketPlace } from "../../src/cli/socket-place.ts";
import { version } from "../../src/cli/version.ts";
import { answerIn, useAnswered, type Answered } from "../support/answered-home.ts";
import { Examination } from "../support/doctor-world.ts";
import { makeHome } from "../support/empty-database.ts";
import { bareEnvironment, liveIn } from "../support/home.ts";
import { smallInstant, writeSmallExport } from "../support/small-train.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { CollectingTerminal, jsonOf, signalbox } from "../support/terminal.ts";

const { world, home } = useSmallWorld("pglite");
let resources = new AsyncDisposableStack();
const warnings: string[] = [];

beforeEach(() => {
  resources = new AsyncDisposableStack();
  warnings.length = 0;
});
afterEach(() => resources.disposeAsync());

/** Until the end of the test, commands go through a process that has this database open. */
async function answering(dataDir = home()): Promise<Answered> {
  const log = { info: () => undefined, warn: (_: object, words: string) => void warnings.push(words), error: () => {} };
  const answered = await answerIn(dataDir, { running: "serve", log });
  resources.defer(answered.stop);
  return answered;
}

/** Another program at the socket. */
async function caller(path: string, ...lines: readonly string[]): Promise<Socket> {
  const socket = connect(path);
  await once(socket, "connect");
  for (const line of lines) socket.write(`${line}\n`);
  return socket;
}

/** Another command that asks meanwhile. */
const another = () => signalbox("conflicts", "small", "--at", smallInstant);
const noTrouble = { code: 0, stderr: "" };

const question = (...argv: readonly string[]) => JSON.stringify({ version, argv });

const asked: readonly (readonly string[])[] = [
  ["report", "small", "--at", smallInstant],
  ["report", "small", "--as", "json", "--at", smallInstant],
  ["report", "small", "--as", "adf", "--at", smallInstant],
  ["conflicts", "small", "--at", smallInstant],
  ["conflicts", "small", "--json", "--at", smallInstant],
  ["whatif", "small", "--move", "PAY-2=1", "--at", smallInstant],
  ["whatif", "--fix", "PAY-1", "--json", "--at", smallInstant],
  ["plan", "--at", smallInstant],
  ["plan", "--json", "--at", smallInstant],
  ["inbox", "list", "--json"],
  ["inbox", "show", "99"],
  ["report", "smal"],
  ["conflicts", "small", "--at", "yesterday"],
  ["report", "--help"],
];

test("doctor learns from the running process what the database holds", async () => {
  await answering();
  const file = await world().trainFile();
  const { findings } = Examination.parse(jsonOf(await world().command("doctor", "--config", file, "--json")));
  const means = (id: string) => findings.find((one) => one.id === id)?.means;
  expect(means("database")).toMatch(/^`signalbox serve` has the embedded database in .+ open, and answers for it\.$/u);
  expect(means("source:small:acme")).toMatch(/^acme was last read (?:\d+|a) \w+ ago/u);
  expect(means("teams:small:repository-without-milestones:API:acme/api")).toMatch(/^API: no item of acme\/api/u);
});

describe("beside a process that has the embedded database", () => {
  test("commands say, byte for byte, what they say alone, with the same exit code", async () => {
    const alone = [];
    for (const argv of asked) alone.push(await signalbox(...argv));
    await answering();
    const beside = [];
    for (const argv of asked) beside.push(await signalbox(...argv));
    expect(beside).toEqual(alone);
    expect(alone.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 0]);
  });

  test("many may ask at once", async () => {
    const alone = await signalbox("report", "small", "--json", "--at", smallInstant);
    await answering();
    const all = Array.from({ length: 12 }, () => signalbox("report", "small", "--json", "--at", smallInstant));
    expect(new Set((await Promise.all(all)).map(({ stdout }) => stdout))).toEqual(new Set([alone.stdout]));
  });

  test("what a command changes is changed there", async () => {
    const { store } = await answering();
    const delivery = { connection: "acme", deliveryId: "a", event: "e", body: "{}", receivedAt: 0 };
    await store.inbox.receive([delivery], async () => {});
    await store.inbox.complete([{ id: 1, state: "failed", reason: "odd" }], 1);
    expect(await signalbox("inbox", "replay", "1")).toEqual({
      code: 0,
      stdout: "1 of 1 delivery will be processed again.\n",
      stderr: "",
    });
    expect(await store.inbox.list({ limit: 1 })).toMatchObject([{ id: 1, state: "received" }]);
  });

  test("what people say of a conflict is stored there", async () => {
    const { store } = await answering();
    const records = await store.conflicts("small");
    const [fingerprint = ""] = records.flatMap((one) => (one.state === "open" ? one.fingerprint : []));
    expect((await signalbox("acknowledge", "small", fingerprint, "--by", "ann")).code).toBe(0);
    expect((await store.conflicts("small")).filter(({ answer }) => answer?.by === "ann")).toMatchObject([
      { fingerprint },
    ]);
  });
});

describe("beside a process that serves", () => {
  const answered = useAnswered(home);

  test.each([
    ["sync", "It reads the trackers itself."],
    ["apply", "It writes what `plan` shows itself"],
    ["migrate", "It migrated the database to this version's schema"],
    ["serve", "Only one process can use an embedded database"],
  ])("%s is refused, and told why it need not be", async (name, why) => {
    const { code, stdout, stderr } = await signalbox(name);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`signalbox: \`signalbox serve\` is running on this database (process ${process.pid}).\n`);
    expect(stderr).toContain(why);
  });

  test("one of another version is not asked", async () => {
    const { socket } = answered();
    const answer = await text(await caller(socket, JSON.stringify({ version: "0.0.1", argv: ["report", "small"] })));
    expect(answer).toContain(`with version ${version}, but this is version 0.0.1.`);
    expect(answer).toMatch(/\{"code":1\}\n$/u);
  });

  test("only what needs the store alone is run there, whoever asks", async () => {
    const answer = await text(await caller(answered().socket, question("sandbox")));
    expect(answer).toContain("unknown command 'sandbox'");
    expect(answer).toMatch(/\{"code":2\}\n$/u);
  });

  test.each([["not JSON"], ['{"argv":"report"}'], ["[]"], [""]])("the call with %j is ended", async (line) => {
    expect(await text(await caller(answered().socket, line))).toBe("");
    expect(await another()).toMatchObject(noTrouble);
  });

  test("a caller that goes away before its answer disturbs no other", async () => {
    (await caller(answered().socket, question("report", "small"))).destroy();
    expect(await another()).toMatchObject(noTrouble);
  });
});

describe("beside a demo", () => {
  useAnswered(home, "demo");

  test.each(["sync", "apply", "migrate", "serve"])("%s does nothing to its database", async (name) => {
    const { code, stderr } = await signalbox(name);
    expect(code).toBe(1);
    expect(stderr).toContain("`signalbox demo` is running on this database");
    expect(stderr).toContain("End the demo with Ctrl-C first");
  });
});

describe("the socket", () => {
  test("is for this user alone, and gone when the process has stopped", async () => {
    const { socket, stop } = await answering();
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await stop();
    expect(existsSync(socket)).toBe(false);
    expect(await signalbox("conflicts", "small", "--at", smallInstant)).toMatchObject({ code: 0, stderr: "" });
  });

  test("that a killed process left behind is passed over by commands, and replaced by the next process", async () => {
    const path = socketPlace({ databaseUrl: null, dataDir: home() })?.path ?? "";
    const listens = `require("node:net").createServer().listen(process.argv[1], () => console.log("listening"))`;
    const child = spawn(process.execPath, ["-e", listens, path]);
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(path)).toBe(true);
    expect(await signalbox("report", "small", "--at", smallInstant)).toMatchObject({ code: 0, stderr: "" });
    await answering();
    expect((await signalbox("sync")).stderr).toContain("is running on this database");
  });

  test("lies in a folder of the user's own where the data directory's path is too long for one", async () => {
    const temporary = await world().inFolder("temporary");
    await mkdir(temporary, { recursive: true });
    vi.stubEnv("TMPDIR", temporary);
    const far = join(home(), "far".repeat(40));
    await makeHome(far);
    liveIn(far);
    const { socket } = await answering(far);
    expect(socket.startsWith(temporary)).toBe(true);
    expect(statSync(join(socket, "..")).mode & 0o777).toBe(0o700);
    expect((await signalbox("sync")).stderr).toContain("is running on this database");
    await chmod(join(socket, ".."), 0o777);
    expect((await signalbox("inbox", "list")).stderr).toContain("is in use by another Signalbox");
  });

  test("that cannot be opened keeps nothing from running, and is told in the log", async () => {
    await mkdir(join(home(), "command.sock", "taken"), { recursive: true });
    await answering();
    expect(warnings).toEqual(["cannot open the socket for commands of other processes"]);
    expect((await signalbox("inbox", "list")).stderr).toContain("is in use by another Signalbox");
  });
});

describe("whoever asks oddly disturbs nobody", () => {
  test("and says nothing at all: the process stops all the same", async () => {
    const { socket, stop } = await answering();
    const silent = await caller(socket);
    const closed = once(silent, "close");
    silent.resume();
    await stop();
    expect(await closed).toEqual([false]);
  });

  test("and does not read: others are answered meanwhile, and what was said is kept whole", async () => {
    const { store, socket } = await answering();
    const body = "é".repeat(4_000_000);
    await store.inbox.receive(
      [{ connection: "acme", deliveryId: "a", event: "e", body, receivedAt: 0 }],
      async () => {},
    );
    const slow = await caller(socket, question("inbox", "show", "1"));
    slow.pause();
    expect(await another()).toMatchObject(noTrouble);
    const [said = "", ended] = (await text(slow)).trimEnd().split("\n");
    expect(JSON.parse((JSON.parse(said) as { out: string }).out)).toMatchObject({ id: 1, body });
    expect(ended).toBe('{"code":0}');
    expect(jsonOf(await signalbox("inbox", "show", "1"))).toMatchObject({ id: 1, body });
  });
});

test("a process that ends over the answer leaves a sentence, and exit code 1", async () => {
  const rude = createServer((socket) => void socket.once("data", () => socket.end('{"out":"half "}\n')));
  rude.listen(socketPlace({ databaseUrl: null, dataDir: home() })?.path);
  await once(rude, "listening");
  resources.defer(() => void rude.close());
  expect(await signalbox("report", "small")).toEqual({
    code: 1,
    stdout: "half ",
    stderr:
      "signalbox: The Signalbox process that has the database open ended before it answered.\n  Run the command again.\n",
  });
});

test("serve answers while it runs", async () => {
  const terminal = new CollectingTerminal();
  const code = run(["serve", "--port", "0", "--config", await world().trainFile()], terminal);
  await Promise.race([terminal.until("Listening on "), code]);
  expect(await signalbox("report", "small", "--json")).toMatchObject({ code: 0, stderr: "" });
  expect((await signalbox("apply")).stderr).toContain("It writes what `plan` shows itself");
  process.emit("SIGTERM");
  expect(await code, terminal.stderr).toBe(0);
});

test("demo answers while it runs, in the folder of its own as well", async () => {
  const folder = await world().inFolder("export");
  const cwd = await world().inFolder("elsewhere");
  await writeSmallExport(folder);
  // The engine takes two seconds to create a database's files.
  await makeHome(join(cwd, ".signalbox-demo"));
  const argv = [resolve("src/main.ts"), "demo", "--data", folder, "--at", smallInstant, "--port", "0"];
  const child = spawn(process.execPath, argv, { cwd, env: bareEnvironment() });
  resources.defer(() => void child.kill("SIGKILL"));
  const said = text(child.stderr);
  for await (const chunk of child.stdout) if (String(chunk).includes("Press Ctrl-C")) break;
  liveIn(join(cwd, ".signalbox-demo"));
  expect(await signalbox("report", "small", "--json", "--at", smallInstant)).toMatchObject({ code: 0, stderr: "" });
  expect((await signalbox("sync")).stderr).toContain("`signalbox demo` is running on this database");
  child.kill("SIGTERM");
  expect(await once(child, "exit"), await said).toEqual([0, null]);
});
