import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";
import { useFolder } from "../support/home.ts";
import { at, textAt } from "../support/json.ts";
import { writeSmallExport } from "../support/small-train.ts";
import { CollectingTerminal, jsonOf, signalbox } from "../support/terminal.ts";

const inFolder = useFolder();
const terminal = new CollectingTerminal();
let code: Promise<number>;

beforeAll(async () => {
  const folder = await inFolder("export");
  await writeSmallExport(folder, "{}\n");
  code = run(["sandbox", "--data", folder, "--port", "0", "--json"], terminal);
  await Promise.race([terminal.until("]\n}\n"), code]);
});

afterAll(async () => {
  process.emit("SIGTERM");
  expect(await code, terminal.stderr).toBe(0);
});

test("sandbox prints where it listens and how to connect, as one JSON value, and the skipped line on stderr", () => {
  expect(jsonOf(terminal)).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    connections: [
      { key: "acme", system: "jira", account: expect.any(String), token: expect.any(String) },
      { key: "hub", system: "github", auth: { kind: "token", token: expect.any(String) } },
    ],
  });
  expect(terminal.stderr).toMatch(/^skipped jira\/acme\/issues\.ndjson:4: /);
});

test("its trackers answer to those who have the credentials, and to nobody else", async () => {
  const connection = at(jsonOf(terminal), "connections", 0);
  const address = `${textAt(connection, "site")}/rest/api/3/myself`;
  const credentials = btoa(`${textAt(connection, "account")}:${textAt(connection, "token")}`);
  expect((await fetch(address, { headers: { authorization: `Basic ${credentials}` } })).status).toBe(200);
  expect((await fetch(address)).status).toBe(401);
});

test("a port that is taken is told with the remedy", async () => {
  const { port } = new URL(textAt(jsonOf(terminal), "url") ?? "");
  const { code, stdout, stderr } = await signalbox("sandbox", "--port", port);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is already in use\\.\n {2}End the program .*--port`),
  );
});
