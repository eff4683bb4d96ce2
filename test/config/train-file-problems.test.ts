import { describe, expect, test } from "vitest";
import { refusal, trainFileText } from "./train-file-text.ts";

type Parts = NonNullable<Parameters<typeof trainFileText>[0]>;

const github = (teams: string): Parts => ({ teams: `      - { key: t, from: { github: hub, ${teams} } }` });
const jira = (teams: string): Parts => ({ teams: `      - { key: t, from: { jira: acme, ${teams} } }` });
const rest = (text: string): Parts => ({ rest: `    ${text}` });
const increments = (text: string): Parts => ({ increments: `      - { key: A, ${text} }` });
const hub = (text: string): Parts => ({
  connections: `  acme: { kind: jira, site: https://a.test, account: a, token: \${JIRA} }\n  hub: { kind: github, ${text} }`,
});
const team = "trains[0].teams[0]";
const source = `${team}.from`;
const box = "trains[0].increments[0]";

const table: readonly [parts: Parts, path: string, text: RegExp][] = [
  // Keys and words with a slip in them: the nearest right one is named.
  [jira("projct: PAY"), `${source}.projct`, /unknown key; did you mean "project"\?/],
  [jira("zzzzzzzz: PAY"), `${source}.zzzzzzzz`, /unknown key; expected one of jira, project/],
  [rest("report: {}"), "trains[0].report", /did you mean "reports"\?/],
  [rest("increment: []"), "trains[0].increment", /did you mean "increments"\?/],
  [increments("start: 2026-10-05, iterations: { count: 1, length: 1w }"), `${box}.start`, /did you mean "starts"\?/],
  [increments("iterations: [{ key: B, starts: 2026-01-01, end: 2026-01-02 }]"), `${box}.iterations[0].end`, /"ends"\?/],
  [rest("rules: { same-iterations: risk }"), "trains[0].rules.same-iterations", /did you mean "same-iteration"\?/],
  [
    rest("rules: { cycle: rsk }"),
    "trains[0].rules.cycle",
    /expected "conflict", "risk", "info" or "off", found "rsk"; did you mean "risk"\?/,
  ],
  [hub("tokn: ${HUB}"), "connections.hub.tokn", /did you mean "token"\?/],
  [
    { connections: "  acme: { kind: jra, site: x }\n  hub: { kind: github, token: ${HUB} }" },
    "connections.acme.kind",
    /expected "jira" or "github", found "jra"; did you mean "jira"\?/,
  ],
  [
    { head: "  - { key: payments }\n  - timeZone: Europe/Berln\n    key: b" },
    "trains[1].timeZone",
    /such as Europe\/Berlin, found "Europe\/Berln"; did you mean "Europe\/Berlin"\?/,
  ],
  [
    { teams: "      - { key: t, from: { jira: acne, project: PAY } }" },
    `${source}.jira`,
    /no Jira connection "acne"; did you mean "acme"\?/,
  ],
  [rest("statuses: { canceled: [Weg] }"), "trains[0].statuses.canceled", /did you mean "cancelled"\?/],
  [
    rest("statuses: { done: [Weg], cancelled: [weg] }"),
    "trains[0].statuses.cancelled[0]",
    /"weg" is also listed under `done`; keep it in one place/,
  ],
  [
    rest('statuses: { done: { status: 10 }, cancelled: [{ status: "10" }] }'),
    "trains[0].statuses.cancelled[0]",
    /"10" is also listed under `done`/,
  ],
  [rest("statuses: { done: [Weg, Weg] }"), "trains[0].statuses.done[1]", /"Weg" is listed twice; keep one/],
  [
    rest("statuses: { done: [{ status: A, label: b }] }"),
    "trains[0].statuses.done[0]",
    /expected one of `status`, `resolution` and `label`/,
  ],
  [
    rest("statuses: { done: [{ label: b, connection: hubb }] }"),
    "trains[0].statuses.done[0].connection",
    /no connection "hubb"; did you mean "hub"\?/,
  ],
  [rest("statuses: { done: [{ lable: b }] }"), "trains[0].statuses.done[0].lable", /did you mean "label"\?/],
  [rest("statuses: { done: [] }"), "trains[0].statuses.done", /expected a name or an id, or a list of them/],
  [
    rest("dependencies: { jiraLinkTypes: [{ name: A, means: source-duplicate-target }] }"),
    "trains[0].dependencies.jiraLinkTypes[0].means",
    /did you mean "source-duplicates-target"\?/,
  ],
  // Wrong kinds of things.
  [
    { teams: "      - { key: t, from: { jira: hub, project: PAY } }" },
    `${source}.jira`,
    /"hub" is a GitHub connection; write `github: hub`/,
  ],
  [
    rest("reports: { rollup: [{ github: acme, repo: a/b }] }"),
    "trains[0].reports.rollup[0].github",
    /"acme" is a Jira connection/,
  ],
  [{ teams: "      - { key: t, from: { project: PAY } }" }, `${source}.jira`, /missing/],
  [
    { teams: "      - { key: t, from: {} }" },
    source,
    /expected a source: `jira: CONNECTION …` or `github: CONNECTION …`/,
  ],
  [{ teams: "      - { key: t, from: PAY }" }, source, /expected a source.*, found "PAY"/],
  [{ teams: "      - { key: t }" }, source, /missing; expected a source/],
  [github("label: x"), source, /expected `repo`/],
  [github("repo: api"), `${source}.repo`, /expected a repository such as acme\/api, found "api"/],
  [github("repo: acme/api, project: acme/none"), `${source}.project`, /a GitHub project such as acme\/5/],
  [github("repo: acme/api, pointsField: Size"), `${source}.pointsField`, /only with `project`/],
  [github("repo: acme/api, iterations: iteration"), `${source}.iterations`, /only with `project`/],
  [github("repo: acme/api, points: Points"), `${source}.points`, /label:points/],
  [
    github("repo: acme/api, iterations: sprint"),
    `${source}.iterations`,
    /expected "milestone" or "iteration", found "sprint"/,
  ],
  [jira("board: twelve"), `${source}.board`, /expected a board's number, or a list of them, found "twelve"/],
  [jira("boards: [1, 0]"), `${source}.boards[1]`, /expected a board's number, found "0"/],
  [jira("boards: []"), `${source}.boards`, /a board's number, or a list of them/],
  [rest("reports: { rollup: [{ jira: acme }] }"), "trains[0].reports.rollup[0].project", /missing; expected text/],
  [
    rest("reports: { rollup: [{ jira: acme, project: PMO, fields: { Summary: Mine } }] }"),
    "trains[0].reports.rollup[0].fields.Summary",
    /Signalbox writes this field itself/,
  ],
  [
    rest("reports: { rollup: [{ jira: acme, project: PMO, fields: { Level: { id: 1 } } }] }"),
    "trains[0].reports.rollup[0].fields.Level",
    /a text, a number, true or false, or a list/,
  ],
  [
    rest("reports: { rollup: [{ jira: acme, project: PMO, parent: PMO }] }"),
    "trains[0].reports.rollup[0].parent",
    /the key of an issue/,
  ],
  [rest("reports: { rollup: [{}] }"), "trains[0].reports.rollup[0]", /expected a place/],
  [rest("reports: { comments: of }"), "trains[0].reports.comments", /expected on, shadow, off, or settings/],
  [
    rest("reports: { comments: { settle: soon } }"),
    "trains[0].reports.comments.settle",
    /such as 10m, 2h or 1d, found "soon"/,
  ],
  [
    rest("reports: { comments: { settle: 10 } }"),
    "trains[0].reports.comments.settle",
    /such as 10m, 2h or 1d, found "10"$/,
  ],
  [
    rest("dependencies: { textReferences: yes }"),
    "trains[0].dependencies.textReferences",
    /expected true or false, found "yes"/,
  ],
  [
    increments("iterations: { count: 0, length: 2w }, starts: 2026-01-01"),
    `${box}.iterations.count`,
    /expected 1 or more, found "0"/,
  ],
  [
    increments("iterations: { count: 2, length: 2 months }, starts: 2026-01-01"),
    `${box}.iterations.length`,
    /such as 2w or 14d, found "2 months"/,
  ],
  [
    increments("iterations: { count: 2, length: 14 }, starts: 2026-01-01"),
    `${box}.iterations.length`,
    /such as 2w or 14d, found "14"$/,
  ],
  [
    { teams: "      - { key: t, from: { github: hub, project: 5 } }" },
    `${source}.project`,
    /a GitHub project such as acme\/5, found "5"$/,
  ],
  // The keys of the other tracker are no help.
  [jira("repo: acme/api"), `${source}.repo`, /unknown key; expected one of jira, project, .*, jql, iterations$/],
  [
    { teams: "      - { key: t, from: { github: hub, projcts: PAY } }" },
    `${source}.projcts`,
    /unknown key; did you mean "project"\?$/,
  ],
  [{ rest: "---\ntrains: []" }, "", /a second document begins here/],
  [
    increments("starts: 2026-02-30, iterations: { count: 1, length: 1w }"),
    `${box}.starts`,
    /a date such as 2026-10-05, found "2026-02-30"/,
  ],
  [
    increments("starts: 0026-02-28, iterations: { count: 1, length: 1w }"),
    `${box}.starts`,
    /^expected a date from 1970 on$/,
  ],
  [increments("starts: 2026-02-03"), `${box}.iterations`, /missing; expected a count and a length, or a list/],
  [
    { increments: "      - { key: 2026.10, starts: 2026-10-05, iterations: { count: 1, length: 1w } }" },
    `${box}.key`,
    /put it in quotes: "2026.10"/,
  ],
  [
    increments('starts: 2026-10-05, iterations: { count: "5", length: 2w }'),
    `${box}.iterations.count`,
    /expected a whole number, found "5"; write it without quotes: 5$/,
  ],
  [
    { head: "  - key: my train" },
    "trains[0].key",
    /a short key of letters, digits, dot, dash and underscore, found "my train"/,
  ],
  [
    {
      connections:
        "  my site: { kind: github, token: ${HUB} }\n  acme: { kind: jira, site: https://a.test, account: a, token: ${JIRA} }",
    },
    "connections.my site",
    /a short key of letters/,
  ],
  // Twice the same.
  [
    { teams: "      - { key: t, from: { jira: acme } }\n      - { key: t, from: { jira: acme } }" },
    "trains[0].teams[1].key",
    /another team has the key "t"/,
  ],
  [
    increments(
      "iterations: [{ key: B, starts: 2026-01-01, ends: 2026-01-02 }, { key: B, starts: 2026-01-02, ends: 2026-01-03 }]",
    ),
    `${box}.iterations[1].key`,
    /another iteration has the key "B"/,
  ],
  [
    rest("pis: [{ key: Z, iterations: [{ key: B, starts: 2026-01-01, ends: 2026-01-09 }] }]"),
    "trains[0].pis",
    /another word for `increments`/,
  ],
  [
    rest(
      "dependencies: { jiraLinkTypes: [{ name: Blocks, means: source-blocks-target }, { name: blocks, means: target-blocks-source }] }",
    ),
    "trains[0].dependencies.jiraLinkTypes[1].name",
    /listed twice/,
  ],
  [
    rest("reports: { rollup: [{ github: hub, repo: a/b }, { github: hub, repo: A/b }] }"),
    "trains[0].reports.rollup[1]",
    /already listed/,
  ],
  [{ rest: "reports: { portfolio: { github: acme, repo: a/b } }" }, "reports.portfolio.github", /is a Jira connection/],
  [
    { rest: "reports: { portfolio: [{ github: hub, repo: a/b }, { github: hub, repo: A/b }] }" },
    "reports.portfolio[1]",
    /already listed/,
  ],
  // The calendar.
  [increments("iterations: { count: 1, length: 1w }"), `${box}.starts`, /missing; expected the first day/],
  [
    increments("iterations: [{ key: B, starts: 2026-01-02, ends: 2026-01-02 }]"),
    `${box}.iterations[0].ends`,
    /has no days/,
  ],
  [
    increments(
      "iterations: [{ key: B, starts: 2026-01-01, ends: 2026-01-09 }, { key: C, starts: 2026-01-08, ends: 2026-01-15 }]",
    ),
    `${box}.iterations[1]`,
    /"C" of "A" starts on 2026-01-08, before iteration "B" of "A" has ended \(2026-01-09\)/,
  ],
  [
    {
      increments:
        "      - { key: A, starts: 2026-01-01, iterations: { count: 2, length: 2w } }\n      - { key: B, starts: 2026-01-15, iterations: { count: 2, length: 2w } }",
    },
    "trains[0].increments[1]",
    /iteration "1" of "B" starts on 2026-01-15, before iteration "2" of "A"/,
  ],
  [
    {
      increments:
        "      - { key: A, iterations: [{ key: B, starts: 2026-01-01, ends: 2026-01-09 }, { key: C, starts: 2027-01-09, ends: 2027-01-16 }] }\n      - { key: B, starts: 2026-01-15, iterations: { count: 2, length: 2w } }",
    },
    "trains[0].increments[1]",
    /increment "B" starts on 2026-01-15, before increment "A" has ended \(2027-01-16\)/,
  ],
  [
    increments("starts: 2026-01-05, iterations: [{ key: B, starts: 2026-01-01, ends: 2026-01-09 }]"),
    `${box}.starts`,
    /the first iteration starts on 2026-01-01/,
  ],
  // Patterns.
  [jira('sprintName: "Sprint ("'), `${source}.sprintName`, /missing closing \)/],
  [jira('sprintName: "^(?!API)"'), `${source}.sprintName`, /look-around \(\(\?!\) is not supported/],
  [jira(String.raw`sprintName: '(a+) \1'`), `${source}.sprintName`, /back-references \(\\1\) is not supported/],
  [jira(`sprintName: ${"x".repeat(201)}`), `${source}.sprintName`, /200 characters at most/],
];

describe("a problem is named with its place and its remedy", () => {
  test.each(table)("%j", (parts, path, text) => {
    const { problems } = refusal(trainFileText(parts));
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.text).toMatch(text);
  });
});
