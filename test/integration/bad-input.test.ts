import { describe, expect, test, vi } from "vitest";
import { at } from "../support/json.ts";
import { secretNames, useSmallWorld } from "../support/small-world.ts";
import { changing, replacing } from "../support/spoiling-proxy.ts";
import { jsonOf } from "../support/terminal.ts";

const { world } = useSmallWorld("postgres");

const search = /\/search\/jql$/;
const graphql = /\/api\/graphql$/;
const signIn = { status: 200, type: "text/html", text: "<html><title>Sign in</title></html>" };

/** A sync that must fail: what it says, and that nothing of the model is lost. A refused train file prints no result. */
async function failingSync(change?: (text: string) => string, expected = 1): Promise<string> {
  const { code, stdout, stderr } = await world().command("sync", "--json", "--config", await world().trainFile(change));
  expect({ code, printed: stdout !== "" }, stderr).toMatchObject({
    code: expected,
    ...(code === 2 && { printed: false }),
  });
  await world().expectLastGoodModel();
  return stderr;
}

describe("a tracker that does not want us", () => {
  test("a wrong token for Jira", async () => {
    vi.stubEnv(secretNames.jira, "wrong-hunter2");
    expect(await failingSync()).toBe(
      "signalbox: acme does not accept our credentials (HTTP 401) while checking the account: " +
        '"Client must be authenticated to access this resource.".\n' +
        "  Check account and token of connection acme: the token may have expired; a token with scopes also needs `gateway`, which `doctor` looks up.\n",
    );
  });

  test("a wrong token for GitHub", async () => {
    vi.stubEnv(secretNames.github, "wrong-hunter2");
    expect(await failingSync()).toMatch(
      /^signalbox: hub does not accept our credentials \(HTTP 401\) while .+\n {2}Check .*token of connection hub/,
    );
  });

  test("both at once: both are told, each with its remedy", async () => {
    vi.stubEnv(secretNames.jira, "wrong-hunter2");
    vi.stubEnv(secretNames.github, "wrong-hunter2");
    const said = await failingSync();
    expect(said).toContain("acme does not accept our credentials");
    expect(said).toContain("hub does not accept our credentials");
  });

  test("403 while reading", async () => {
    world().proxy.spoil = replacing(search, { status: 403, type: "application/json", text: "{}" });
    expect(await failingSync()).toMatch(
      /^signalbox: acme does not allow it \(HTTP 403\) while reading issues\.\n {2}Give the account of connection acme the permission "Browse projects"/,
    );
  });

  test("one that fails does not keep the other from being read", async () => {
    vi.stubEnv(secretNames.jira, "wrong-hunter2");
    world().sandbox.github.people.createIssue("acme/api", { title: "Read all the same" });
    const before = await items();
    await failingSync();
    expect(await items()).toBe(before + 1);
  });

  test("nor the trains from being stored, nor what was read from being told; the rollup says whose data is old", async () => {
    vi.stubEnv(secretNames.jira, "wrong-hunter2");
    const file = await world().trainFile((text) => text.replace("name: Small", "name: Renamed"));
    const { code, stdout } = await world().command("sync", "--config", file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^hub: \d+ records read/u);
    expect(stdout).not.toContain("acme:");
    const { stdout: report } = await world().command("report", "small");
    expect(report).toMatch(/^# Release train Renamed/u);
    expect(report).toMatch(/Jira \(acme\) was last read on .+: the token was refused\./u);
    expect(report).not.toContain("GitHub (hub)");
  });

  test("a repository that is not there keeps no train file from being taken over: it is told, and so is the dead token", async () => {
    vi.stubEnv(secretNames.jira, "wrong-hunter2");
    const file = await world().trainFile((text) =>
      text.replace("name: Small", "name: Renamed").replace("acme/api", "acme/nothing"),
    );
    const { code, stdout, stderr } = await world().command("sync", "--config", file);
    expect(code).toBe(1);
    expect(stdout).toContain("warning: API: no item matches the repository “acme/nothing”.");
    expect(stderr).toContain("looking for repository acme/nothing");
    const { stdout: report } = await world().command("report", "small");
    expect(report).toMatch(/^# Release train Renamed/u);
    expect(report).toContain("the token was refused");
  });
});

async function items(): Promise<number> {
  return Number(at(jsonOf(await world().command("report", "small", "--json")), "items"));
}

describe("answers that are none", () => {
  test("HTML with 200 from Jira: most likely a login page in between", async () => {
    world().proxy.spoil = replacing(/\/jira\//, signIn);
    expect(await failingSync()).toMatch(
      /^signalbox: acme answers with text\/html instead of JSON while checking the account\.\n {2}Check that http:\S+ is the address of a Jira Cloud site/,
    );
  });

  test("HTML with 200 from GitHub", async () => {
    world().proxy.spoil = replacing(/\/github\//, signIn);
    expect(await failingSync()).toMatch(
      /^signalbox: hub answers with text\/html instead of JSON while .+\n {2}Check that http:\S+ is the address of GitHub/,
    );
  });

  test("an answer that breaks off, and an address where nobody answers", async () => {
    world().proxy.spoil = replacing(/\/field$/, { breaksOff: true });
    const said = await failingSync((text) => text.replace(/url: \S+\/github/, "url: http://127.0.0.1:9/github"));
    expect(said).toMatch(
      /signalbox: acme answers with .*breaks off while reading its fields\.\n {2}Run it again; if it lasts/,
    );
    expect(said).toMatch(/signalbox: hub cannot be reached while .+\n {2}Correct the port/);
  });

  test("a page that breaks off once is asked for again", async () => {
    let left = 1;
    const breaking = replacing(search, { breaksOff: true });
    world().proxy.spoil = (request, answer) => {
      if (!search.test(request.path) || left === 0) return answer;
      left -= 1;
      return breaking(request, answer);
    };
    const { code, stderr } = await world().command("sync", "--full", "--config", await world().trainFile());
    expect(code, stderr).toBe(0);
    await world().expectLastGoodModel();
  });

  test.each([
    ["Jira", search, "acme"],
    ["GitHub", graphql, "hub"],
  ])("JSON of another shape from %s", async (_, path, connection) => {
    world().proxy.spoil = changing(path, () => ({ data: 7, issues: 7 }));
    expect(await failingSync()).toMatch(
      new RegExp(`^signalbox: ${connection} answers with .+ shape.* while .+\n {2}\\S`),
    );
  });
});

describe("names that the trackers do not know", () => {
  test("a link type: the nearest one is proposed, the rest is read, and no conflict has ended by it", async () => {
    const file = await world().trainFile((text) => text.replace("name: Blocks", "name: Blokcs"));
    const { code, stdout, stderr } = await world().command("sync", "--config", file);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('acme has no link type "Blokcs". The site has "Blocks", "Relates".');
    expect(stdout).toContain(
      "warning: No link has the type “Blokcs”, which the train reads as a dependency. Did you mean “Blocks”?",
    );
    const report = jsonOf(await world().command("report", "small", "--as", "json"));
    expect(at(report, "verdict", "level")).toBe("at-risk");
    expect(Number(at(report, "unseenConflicts"))).toBe(1);
  });

  test("a project: the rest is read, nothing is green, and no conflict has ended by it", async () => {
    const file = await world().trainFile((text) => text.replace("project: PAY", "project: PYA"));
    const { code, stdout, stderr } = await world().command("sync", "--config", file);
    expect(code).toBe(1);
    expect(stderr).toMatch(/signalbox: acme has no such thing.+ while looking for project PYA/);
    expect(stderr).toMatch(
      /\n {2}Correct the key PYA in the train file, or give the account of acme "Browse projects"/,
    );
    expect(stdout).toContain("warning: Checkout: no item matches the project “PYA”.");
    const report = jsonOf(await world().command("report", "small", "--as", "json"));
    expect(at(report, "verdict", "level")).toBe("unknown");
    expect(Number(at(report, "unseenConflicts"))).toBeGreaterThan(0);
  });

  test("a repository", async () => {
    const said = await failingSync((text) => text.replace("repo: acme/api", "repo: acme/apo"));
    expect(said).toMatch(/^signalbox: hub has no such thing.+acme\/apo/);
    expect(said).toMatch(/\n {2}Correct the name acme\/apo in the train file, or give connection hub access to it/);
  });
});

describe("apply", () => {
  test("works on the trains that were synced last, not on a changed file", async () => {
    const file = await world().trainFile((text) => text.replaceAll(/\bhub\b/g, "hub2"));
    const { code, stdout, stderr } = await world().command("apply", "--json", "--config", file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /As of the last sync, the train "small" uses the connection hub, .+\n {2}Run `signalbox sync` first/,
    );
  });

  test("a refused write does not keep the others back, and is told with the permission that it needs", async () => {
    world().sandbox.jira.get("acme")?.people.setReadOnly("PMO", true);
    const { code, stdout, stderr } = await world().command("apply", "--json", "--config", await world().trainFile());
    world().sandbox.jira.get("acme")?.people.setReadOnly("PMO", false);
    expect({ code, isPrinted: stdout !== "" }, stderr).toEqual({ code: 1, isPrinted: true });
    expect(JSON.parse(stdout)).toMatchObject([
      { train: "small", refused: [{ marker: "rollup:small:acme:PMO", connection: "acme", code: "forbidden" }] },
    ]);
    // Created, or found again where an earlier test wrote it: the other rollup stands.
    expect(world().sandbox.github.people.issues("acme/trains")).toHaveLength(1);
    expect(stderr).toMatch(
      /(?:^|\n)signalbox: acme does not allow it \(HTTP 403\) while .*PMO.*\n {2}Give the account of/,
    );
    await world().expectLastGoodModel();
  });

  /** What an earlier test wrote there would be found again, and nothing would be left to write. */
  function emptyTrains(): void {
    const { people } = world().sandbox.github;
    for (const { number } of people.issues("acme/trains"))
      people.delete({ repository: "acme/trains", number: Number(number) });
  }

  test("a dead token holds back its own tracker: the other is written, and it is said once what to do", async () => {
    emptyTrains();
    vi.stubEnv(secretNames.jira, "wrong-hunter2");
    const { code, stdout, stderr } = await world().command("apply", "--config", await world().trainFile());
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}created rollup in hub, acme\/trains#\d+ http\S+\/acme\/trains\/issues\/\d+$/mu);
    expect(stdout).toMatch(/^ {2}acme: 1 refused \(unauthorized\)$/mu);
    expect(stderr.match(/signalbox: acme does not accept our credentials/gu)).toHaveLength(1);
    expect(stderr).toContain("Check account and token of connection acme");
  });

  test("a token that may not write", async () => {
    emptyTrains();
    world().sandbox.github.admin.withhold("issues=write");
    const { code, stderr } = await world().command("apply", "--config", await world().trainFile());
    world().sandbox.github.admin.withhold(null);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /signalbox: hub does not allow it \(HTTP 403\) while .*acme\/trains.*\n {2}Give .*connection hub/,
    );
  });
});
