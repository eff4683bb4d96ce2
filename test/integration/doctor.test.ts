import { writeFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { rehearsalOf } from "../../src/cli/demo/rehearsal.ts";
import { Examination, useDoctorWorld } from "../support/doctor-world.ts";
import { makeHome } from "../support/empty-database.ts";
import { soundData } from "../support/sound-set-up.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { CollectingTerminal, jsonOf, signalbox } from "../support/terminal.ts";
import { run } from "../../src/cli/program.ts";

const world = useDoctorWorld();
const inFolder = useFolder();

function toMend({ findings }: Examination) {
  return findings.filter(({ outcome }) => outcome === "warning" || outcome === "blocks");
}

describe("a set-up without a fault", () => {
  test("has nothing to mend, with exit code 0", async () => {
    const found = await world().examine();
    expect(toMend(found)).toEqual([]);
    expect(found).toMatchObject({ first: null, blocks: false });
    const { code, stdout, stderr } = await world().doctor();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/\n\n0 blocking, 0 warnings, \d\d in order, 0 not tried\.\nNothing to mend\.\n$/u);
  });

  test("has only the odd sprint of the demo's data, served as real trackers", async () => {
    await using ending = new AsyncDisposableStack();
    const data = generateDemo({ seed: 1, now: Date.now() });
    const sandbox = await startSandbox({ data, port: 0, clock: Date.now, searchLagMs: 0 });
    ending.defer(() => sandbox.close());
    const { trainFile, env } = rehearsalOf(data.trainFile, sandbox.connections);
    for (const [name, value] of Object.entries(parseEnv(env))) vi.stubEnv(name, value);
    const home = await inFolder("demo");
    await makeHome(home);
    liveIn(home);
    const file = await inFolder("demo.yaml");
    await writeFile(file, trainFile);
    expect((await signalbox("sync", "--config", file)).code).toBe(0);
    const { code, stdout } = await signalbox("doctor", "--config", file, "--json");
    expect(toMend(Examination.parse(jsonOf({ stdout })))).toMatchObject([
      { outcome: "warning", means: expect.stringMatching(/^Mobile App: the sprint “Ibis” .* reaches out of it\.$/u) },
    ]);
    expect(code).toBe(0);
  });
});

describe("odd set-ups", () => {
  test("one tracker only", async () => {
    const own = world();
    own.text = own.text
      .replace(/^ {2}hub: .*\n/mu, "")
      .replace(/^ +- \{ key: api, .*\n/mu, "")
      .replace(/, \{ github: .* \}\]/u, "]");
    expect((await own.sync()).code).toBe(0);
    const found = await own.examine();
    expect(toMend(found)).toEqual([]);
    expect(found.findings.filter(({ connection }) => connection === "hub")).toEqual([]);
  });

  test("ten thousand projects, of which the train file names none", async () => {
    await using ending = new AsyncDisposableStack();
    const data = soundData(Date.now());
    const { acme } = data.jira;
    if (acme === undefined) throw new Error("the data has no site");
    const more = Array.from({ length: 10_000 }, (_, n) => ({
      id: String(1000 + n),
      key: `P${n}`,
      name: `Project ${n}`,
    }));
    const jira = { acme: { ...acme, projects: [...acme.projects, ...more] } };
    const sandbox = await startSandbox({ data: { ...data, jira }, port: 0, clock: Date.now, searchLagMs: 0 });
    ending.defer(() => sandbox.close());
    const own = world();
    own.text = own.text.replaceAll(own.sandbox.url, sandbox.url).replace("project: PAY, board: 7", "label: train");
    const found = await own.examine();
    expect(toMend(found).map(({ id }) => id)).toEqual([
      "teams:small:team-owns-nothing:Checkout",
      "teams:small:value-without-items:Checkout:label:train",
    ]);
    expect(found.findings.find(({ id }) => id === "projects:acme")?.means).toBe("10002 projects can be read.");
    expect(found.findings.length).toBeLessThan(40);
  });

  test("an empty site", async () => {
    await using ending = new AsyncDisposableStack();
    const data = soundData(Date.now());
    const empty = { issues: [], boards: [], sprints: [], fields: [], issueLinkTypes: [], projects: [], versions: [] };
    const jira = { acme: empty };
    const sandbox = await startSandbox({ data: { ...data, jira }, port: 0, clock: Date.now, searchLagMs: 0 });
    ending.defer(() => sandbox.close());
    const own = world();
    own.text = own.text.replaceAll(own.sandbox.url, sandbox.url);
    const found = await own.examine();
    expect(found.first).toBe("container:acme:PAY");
    expect(toMend(found).map(({ id }) => id)).toContain("rollup:acme:PMO:Task");
  });
});

describe("the list for people", () => {
  test("names the first to mend last, and the others with attempt, remedy and page", async () => {
    world().sandbox.jira.get("acme")?.administration.withhold("PAY", "ADD_COMMENTS");
    const { code, stdout } = await world().doctor();
    expect(code).toBe(1);
    expect(stdout).toContain(
      `  ✗ acme: The account may not comment on items in conflict: it lacks the permission "Add comments" in project PAY.
      Signalbox asked Jira for the permissions of its account in PAY.
      Mend: In Jira: Project settings → Permissions of PAY (team-managed: Access), give the account of connection acme "Add comments".
      ${world().sandbox.url}/jira/acme/plugins/servlet/project-config/PAY/permissions
`,
    );
    expect(stdout).toMatch(
      /1 blocking, 0 warnings, \d+ in order, 0 not tried\.\nMend first: acme: The account may not comment on items in conflict/u,
    );
    expect(stdout).not.toContain("\u001B");
  });

  test("has colours on a terminal only for its marks, and none of a tracker's", async () => {
    world().sandbox.jira.get("acme")?.administration.renameAccount("\u001B[31mRed\u001B[0m Bot");
    const terminal = new (class extends CollectingTerminal {
      readonly colours = true;
    })();
    await run(["doctor", "--config", await world().file()], terminal);
    expect(terminal.stdout).toContain(
      "\u001B[32m  ✓\u001B[0m acme: The tracker accepts our credentials, as [31mRed[0m Bot.",
    );
  });

  test("is in the order in which to mend", async () => {
    const { sandbox } = world();
    sandbox.github.admin.withhold("issues=write");
    sandbox.jira.get("acme")?.administration.hideProject("PMO");
    world().skew = 600_000;
    world().text = world().text.replace("board: 7", "board: 99").replace("label:points/*", "label:size/*");
    const found = await world().examine();
    expect(toMend(found).map(({ id }) => id)).toEqual([
      "clock:acme",
      "clock:hub",
      "permission:hub:acme/api:issues-write",
      "permission:hub:acme/trains:issues-write",
      "rollup:acme:PMO:Task",
      "board:acme:99:Checkout",
      "teams:small:board-without-items:Checkout:99",
      "teams:small:points-pattern-matches-nothing:API:size/*",
      "teams:small:team-owns-nothing:Checkout",
    ]);
  });
});
