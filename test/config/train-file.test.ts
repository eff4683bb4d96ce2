import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import type { Connection } from "../../src/ports/connection.ts";
import { env, trainFileText } from "./train-file-text.ts";

function parse(parts: Parameters<typeof trainFileText>[0] = {}) {
  return parseTrainFile(trainFileText(parts), { file: "signalbox.yaml", env });
}

function trainOf(parts: Parameters<typeof trainFileText>[0]) {
  return parse(parts).trains[0];
}

describe("a short train file", () => {
  const { connections, trains } = parse();

  test("gives the connections their secrets from the environment", () => {
    expect(connections).toEqual([
      {
        system: "jira",
        key: "acme",
        site: "https://acme.atlassian.net",
        account: "a@acme.test",
        token: "jira-secret",
        pointsField: null,
        webhookSecrets: [],
        webhookPath: null,
      },
      {
        system: "github",
        key: "hub",
        apiUrl: "https://api.github.com",
        webUrl: "https://github.com",
        auth: { kind: "token", token: "hub-secret" },
        webhookSecrets: [],
        webhookPath: null,
      },
    ]);
  });

  test("is filled in with the defaults", () => {
    expect(trains).toMatchObject([
      {
        key: "payments",
        name: "payments",
        timeZone: "UTC",
        teams: [{ key: "checkout", name: "checkout" }],
        linkMeanings: [{ name: "Blocks", means: "source-blocks-target" }],
        textReferences: true,
        rules: {},
        rollupTargets: [],
        comments: { mode: "on", settleMs: 600_000, newPerRun: 20 },
        rewritesPerHour: 20,
      },
    ]);
  });

  test("leaves out what a team does not name", () => {
    expect(trains[0]?.teams[0]?.from).toEqual({
      system: "jira",
      connection: "acme",
      projects: ["PAY"],
      boards: [],
      sprintName: null,
      components: [],
      labels: [],
      jql: null,
      iterations: "sprint",
    });
  });
});

describe("what the service does by itself", () => {
  const contentsOf = (section: string) =>
    parseTrainFile(`${trainFileText()}\n${section}`, { file: "signalbox.yaml", env });
  const serveOf = (section: string) => contentsOf(section).serve;
  const defaults = {
    pollMs: 60_000,
    structureMs: 3_600_000,
    wholeMs: 86_400_000,
    recomputeMs: 300_000,
    maxDrop: 0.2,
    keepDeliveriesMs: 1_209_600_000,
  };

  test.each([
    ["", defaults],
    ["serve: {}", defaults],
    ["serve: { poll: 10s, maxDrop: 0% }", { ...defaults, pollMs: 10_000, maxDrop: 0 }],
    [
      "serve: { structure: 2h, whole: 1w, maxDrop: 7 % }",
      { ...defaults, structureMs: 7_200_000, wholeMs: 604_800_000, maxDrop: 0.07 },
    ],
    ["serve: { keepDeliveries: 1d, maxDrop: 100% }", { ...defaults, keepDeliveriesMs: 86_400_000, maxDrop: 1 }],
  ])("%s", (section, expected) => {
    expect(serveOf(section)).toEqual(expected);
  });

  test.each([
    ["", { pollMs: 3_600_000, sweepMs: 7_200_000 }],
    ["serve: { poll: 30m, structure: 4h }", { pollMs: 9_000_000, sweepMs: 28_800_000 }],
    ["serve: { poll: 3h }", { pollMs: 54_000_000, sweepMs: 54_000_000 }],
  ])("decide when what was read is old: %s", (section, expected) => {
    expect(contentsOf(section).trains.map(({ staleAfter }) => staleAfter)).toEqual([expected]);
  });

  test.each([
    ["serve: { poll: 9s }", "expected 10s or longer"],
    ["serve: { maxDrop: 101% }", 'expected a share such as 20%, found "101%"'],
    ["serve: { maxDrop: 0.2 }", 'expected a share such as 20%, found "0.2"'],
    ["serve: { pol: 1m }", "unknown key; did you mean"],
  ])("%s is refused", (section, problem) => {
    expect(() => serveOf(section)).toThrow(problem);
  });
});

describe("connections", () => {
  test.each([
    ["https://github.acme.test", "https://github.acme.test/api/v3", "https://github.acme.test"],
    ["https://github.acme.test/", "https://github.acme.test/api/v3", "https://github.acme.test"],
    ["https://github.com/", "https://api.github.com", "https://github.com"],
    ["http://127.0.0.1:8080/github", "http://127.0.0.1:8080/github/api/v3", "http://127.0.0.1:8080/github"],
  ])("a GitHub address %s is asked at %s", (url, apiUrl, webUrl) => {
    const { connections } = parse({
      connections: `  acme: { kind: jira, site: https://a.test, account: a, token: \${JIRA} }\n  hub: { kind: github, url: "${url}", token: \${HUB} }`,
    });
    expect(connections[1]).toMatchObject({ apiUrl, webUrl });
  });

  test("other addresses of a tracker are kept without their last slash", () => {
    const { connections } = parse({
      connections: `  acme: { kind: jira, site: https://a.test, alsoAt: ["https://old.test/jira/"], account: a, token: \${JIRA} }\n  hub: { kind: github, token: \${HUB} }`,
    });
    expect(connections[0]).toMatchObject({ alsoAt: ["https://old.test/jira"] });
    expect(connections[1]).not.toHaveProperty("alsoAt");
  });

  test("an app's key may come with its line ends written out", () => {
    const text = trainFileText({
      connections:
        "  acme: { kind: jira, site: https://a.test, account: a, token: ${JIRA} }\n  hub: { kind: github, app: { id: 12, privateKey: ${HUB} } }",
    });
    const { connections } = parseTrainFile(text, { file: "f", env: { ...env, HUB: String.raw`one\ntwo` } });
    expect(connections[1]).toMatchObject({
      auth: { kind: "app", appId: "12", privateKey: "one\ntwo" },
      webhookSecrets: [],
      webhookPath: null,
    });
  });

  test.each([
    ["", [], null],
    [", webhookSecret: ${HOOK}", ["new"], null],
    [", webhookSecret: [${HOOK}, ${OLD}]", ["new", "old"], null],
    [", webhookPath: ${PATH_END}", [], "Zq3vJ8nR2xW5tK9bM4cD7_-h"],
    [", webhookSecret: ${HOOK}, webhookPath: ${PATH_END}", ["new"], "Zq3vJ8nR2xW5tK9bM4cD7_-h"],
  ])("how webhooks prove themselves is a secret as well: %j", (webhooks, webhookSecrets, webhookPath) => {
    const text = trainFileText({
      connections: `  acme: { kind: jira, site: https://a.test, account: a, token: \${JIRA}${webhooks} }\n  hub: { kind: github, token: \${HUB}${webhooks.replace(/, webhookPath.*/, "")} }`,
    });
    const hooks = { HOOK: "new", OLD: "old", PATH_END: "Zq3vJ8nR2xW5tK9bM4cD7_-h" };
    const { connections } = parseTrainFile(text, { file: "f", env: { ...env, ...hooks } });
    expect(connections[0]).toMatchObject({ webhookSecrets, webhookPath });
    expect(connections[1]).toMatchObject({ webhookSecrets, webhookPath: null });
  });

  test("a secret may hold whatever YAML would stumble over", () => {
    const secret = `}, # "x": [\n- ' \${JIRA}`;
    const { connections } = parseTrainFile(trainFileText(), { file: "f", env: { ...env, HUB: secret } });
    expect(connections[1]).toMatchObject({ auth: { token: secret }, webhookSecrets: [], webhookPath: null });
  });

  test("one that is provided comes before the file's own, whose environment is not needed then", () => {
    const provided: Connection = {
      system: "jira",
      key: "acme",
      site: "http://127.0.0.1/jira/acme",
      account: "x",
      token: "y",
      pointsField: null,
      webhookSecrets: [],
      webhookPath: null,
    };
    const read = parseTrainFile(trainFileText(), { file: "f", env: { HUB: "h" }, provided: [provided] });
    expect(read.connections.map(({ key }) => key)).toEqual(["acme", "hub"]);
    expect(read.connections[0]).toBe(provided);
  });
});

describe("teams", () => {
  test.each([
    ["project: pay, board: 12", { projects: ["PAY"], boards: [12] }],
    ["projects: [PAY, LED], boards: [1, 2]", { projects: ["PAY", "LED"], boards: [1, 2] }],
    ["project: PAY, projects: [PAY, LED]", { projects: ["PAY", "LED"] }],
    ["boards: [3, 3]", { boards: [3] }],
    ["component: core, components: [api]", { components: ["core", "api"] }],
    ["labels: [a, b], iterations: version", { labels: ["a", "b"], iterations: "version" }],
    [String.raw`sprintName: 'Sprint 0?\d+ API$'`, { sprintName: String.raw`Sprint 0?\d+ API$` }],
    ['jql: "project = LED and component = core"', { jql: "project = LED and component = core" }],
  ])("jira: acme, %s", (source, expected) => {
    const train = trainOf({ teams: `      - { key: t, name: Team, from: { jira: acme, ${source} } }` });
    expect(train?.teams[0]).toMatchObject({ key: "t", name: "Team", from: expected });
  });

  test.each(["on", "shadow", "off"])("that says %s of comments on its items", (comments) => {
    const teams = `      - { key: t, comments: ${comments}, from: { jira: acme, project: PAY } }`;
    expect(trainOf({ teams })?.teams[0]).toMatchObject({ comments });
  });

  test.each([
    ["repo: acme/api", { repos: ["acme/api"], labels: [], iterations: "milestone", pointsLabel: null }],
    [
      'repos: [acme/api, acme/web], points: "label:points/*"',
      { repos: ["acme/api", "acme/web"], pointsLabel: "points/*" },
    ],
    ["repo: acme/api, label: team-api, iterations: milestone", { labels: ["team-api"] }],
  ])("github: hub, %s", (source, expected) => {
    const train = trainOf({ teams: `      - { key: t, from: { github: hub, ${source} } }` });
    expect(train?.teams[0]?.from).toMatchObject({ system: "github", connection: "hub", ...expected });
  });
});

describe("the rest of a train", () => {
  test.each([
    [
      "rules: { same-iteration: risk, started-blocked: off, over-capacity: conflict }",
      { rules: { "same-iteration": "risk", "started-blocked": "off", "over-capacity": "conflict" } },
    ],
    ["dependencies: { textReferences: false }", { textReferences: false, linkMeanings: [{ name: "Blocks" }] }],
    [
      "dependencies: { jiraLinkTypes: [{ name: Depends, means: target-blocks-source }] }",
      { linkMeanings: [{ name: "Depends", means: "target-blocks-source" }] },
    ],
    ["reports: { comments: off }", { comments: { mode: "off" } }],
    ["reports: { comments: on }", { comments: { mode: "on", settleMs: 600_000 } }],
    ["reports: { comments: shadow }", { comments: { mode: "shadow", newPerRun: 20 } }],
    ["reports: { comments: false }", { comments: { mode: "off" } }],
    ["reports: { comments: { mode: off } }", { comments: { mode: "off", settleMs: 600_000 } }],
    [
      "reports: { comments: { settle: 2h, newPerRun: 0 } }",
      { comments: { mode: "on", settleMs: 7_200_000, newPerRun: 0 } },
    ],
    ["reports: { rewritesPerHour: 3 }", { rewritesPerHour: 3 }],
    [
      "reports: { rollup: { jira: acme, project: pmo } }",
      { rollupTargets: [{ system: "jira", connection: "acme", project: "PMO", issueType: "Task" }] },
    ],
    [
      "reports: { rollup: [{ github: hub, repo: acme/trains }, { jira: acme, project: PMO, issueType: Epic }] }",
      {
        rollupTargets: [
          { system: "github", connection: "hub", repo: "acme/trains" },
          { system: "jira", connection: "acme", project: "PMO", issueType: "Epic" },
        ],
      },
    ],
  ])("%s", (rest, expected) => {
    expect(trainOf({ rest: `    ${rest}` })).toMatchObject(expected);
  });

  test.each(["programIncrements", "pis"])("SAFe's older word %s is understood", (word) => {
    const text = trainFileText().replace("increments:", `${word}:`);
    expect(parseTrainFile(text, { file: "f", env }).trains[0]?.increments).toMatchObject([{ key: "2026.4" }]);
  });
});

test("the portfolio over all trains is kept where the file says", () => {
  const parsed = (more: string) => parseTrainFile(`${trainFileText()}\n${more}`, { file: "f", env });
  expect(parsed("").portfolio).toEqual([]);
  expect(parsed("reports: { portfolio: { github: hub, repo: acme/trains } }").portfolio).toEqual([
    { system: "github", connection: "hub", repo: "acme/trains" },
  ]);
});

describe.each(["titanium-2014Q2", "titanium-2015Q1"])("the real train %s", (name) => {
  const file = `../shared/data/trains/${name}/signalbox.yaml`;

  test.skipIf(!existsSync(file))("is read (skipped where the shared data are absent)", () => {
    const provided: Connection = {
      system: "jira",
      key: "appcelerator",
      site: "http://127.0.0.1/jira/appcelerator",
      account: "a",
      token: "t",
      pointsField: null,
      webhookSecrets: [],
      webhookPath: null,
    };
    const { trains } = parseTrainFile(readFileSync(file, "utf8"), { file, env: {}, provided: [provided] });
    const [train] = trains;
    expect(train?.linkMeanings).toContainEqual({ name: "Depends", means: "target-blocks-source" });
    expect(train?.increments[0]?.iterations.map(({ ordinal }) => ordinal)).toEqual(
      train?.increments[0]?.iterations.map((_, index) => index),
    );
  });
});
