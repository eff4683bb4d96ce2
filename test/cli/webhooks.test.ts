import { beforeEach, describe, expect, test, vi } from "vitest";
import { useSmallWorld } from "../support/small-world.ts";
import { jsonOf, type CommandResult } from "../support/terminal.ts";

const { world } = useSmallWorld("pglite");
const url = "https://signalbox.example.com";
const secret = "hunter2-webhooks";
let file = "";

/** The small train's file with webhooks; those of other people stand in both trackers. */
beforeEach(async () => {
  vi.stubEnv("SIGNALBOX_URL", "");
  vi.stubEnv("SMALL_WEBHOOK_SECRET", secret);
  file = await world().trainFile((text) =>
    text.replaceAll(/(token: \S+) \}/gu, "$1, webhookSecret: ${SMALL_WEBHOOK_SECRET} }"),
  );
  await webhooks("remove");
});

function webhooks(action: string, ...more: readonly string[]): Promise<CommandResult> {
  return world().command("webhooks", action, "--url", url, "--config", file, ...more);
}

async function outcomes(action: string): Promise<unknown> {
  const result = await webhooks(action, "--json");
  expect(result, result.stderr).toMatchObject({ code: 0, stderr: "" });
  return jsonOf(result);
}

const everywhere = (said: object): readonly unknown[] => [
  expect.objectContaining({ connection: "acme", ...said }),
  expect.objectContaining({ connection: "hub", place: "acme/api", ...said }),
];

test("install creates, then finds all as it should be; remove takes out what install put there", async () => {
  expect(await outcomes("status")).toEqual(everywhere({ state: "missing" }));
  expect(await outcomes("install")).toEqual(everywhere({ outcome: "created" }));
  expect(await outcomes("status")).toEqual(everywhere({ state: "installed" }));
  expect(await outcomes("install")).toEqual(everywhere({ outcome: "unchanged" }));
  expect(await outcomes("remove")).toEqual(everywhere({ outcome: "removed" }));
  expect(JSON.stringify(await outcomes("remove"))).not.toContain('"removed"');
  expect(await outcomes("status")).toEqual(everywhere({ state: "missing" }));
});

test("what differs is set right", async () => {
  const { jira, github } = world().sandbox;
  jira.get("acme")?.hooks.register({ url: `${url}/webhooks/acme`, events: ["jira:issue_created"] });
  github.hooks.register({ repository: "acme/api", url: `${url}/webhooks/hub`, events: ["push"] });
  expect(await outcomes("status")).toEqual(everywhere({ state: "differs" }));
  expect(await outcomes("install")).toEqual(everywhere({ outcome: "updated" }));
  expect(await outcomes("status")).toEqual(everywhere({ state: "installed" }));
});

test("webhooks of the same connections at another address are left alone and named, with how to remove them", async () => {
  const { jira, github } = world().sandbox;
  const other = "https://elsewhere.example";
  jira.get("acme")?.hooks.register({ url: `${other}/webhooks/acme` });
  github.hooks.register({ repository: "acme/api", url: `${other}/webhooks/hub` });
  expect(await outcomes("install")).toEqual(everywhere({ outcome: "created", elsewhere: [other] }));
  expect(await outcomes("remove")).toEqual(everywhere({ outcome: "removed", elsewhere: [other] }));
  const { stdout } = await webhooks("status");
  expect(stdout.split("\n").slice(2)).toEqual([
    "hub acme/api: missing",
    `hub acme/api: another webhook of this connection calls ${other}`,
    `Unless another Signalbox answers there: signalbox webhooks remove --url ${other}`,
    "",
  ]);
  const removed = await world().command("webhooks", "remove", "--url", other, "--config", file, "--json");
  expect(jsonOf(removed)).toEqual(everywhere({ outcome: "removed" }));
  expect(await outcomes("status")).toEqual(everywhere({ state: "missing" }));
});

test("says in a line a place what it did, and can do it for one connection", async () => {
  expect(await webhooks("install", "--connection", "hub")).toEqual({
    code: 0,
    stdout: "hub acme/api: created\n",
    stderr: "",
  });
  const { stdout } = await webhooks("status");
  expect(stdout).toMatch(/^acme \S+: missing\nhub acme\/api: installed.*\n$/u);
});

test("a Jira that lets only administrators register webhooks keeps no repository from its own", async () => {
  const jira = world().sandbox.jira.get("acme");
  jira?.administration.setAdministrator(false);
  try {
    const { code, stdout, stderr } = await webhooks("install");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "hub acme/api: created\n" });
    expect(stderr).toContain('the global permission "Administer Jira"');
  } finally {
    jira?.administration.setAdministrator(true);
  }
});

describe("wrong usage: exit code 2, nothing on stdout", () => {
  test.each([
    ["a connection that is not there", ["--connection", "nobody"], 'There is no connection "nobody"', "acme, hub"],
    ["an address that is none", ["--url", "signalbox"], "signalbox", "https://signalbox.example.com"],
    ["an address of another kind", ["--url", "ftp://signalbox.example.com"], "ftp:", "https://signalbox.example.com"],
  ])("%s", async (_, more, wrong, remedy) => {
    const { code, stdout, stderr } = await webhooks("install", ...more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(wrong);
    expect(stderr).toContain(remedy);
  });

  test("no address at all", async () => {
    const { code, stdout, stderr } = await world().command("webhooks", "status", "--config", file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("SIGNALBOX_URL");
  });

  test("a connection without a secret: what the tracker sends would be refused", async () => {
    const plain = await world().trainFile();
    const { code, stdout, stderr } = await world().command("webhooks", "install", "--url", url, "--config", plain);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("webhookSecret");
  });
});
