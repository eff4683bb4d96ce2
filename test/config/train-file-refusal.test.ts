import { describe, expect, test } from "vitest";
import { lines, refusal, trainFileText } from "./train-file-text.ts";

type Parts = NonNullable<Parameters<typeof trainFileText>[0]>;

const acme = (text: string): Parts => ({
  connections: `  acme: { kind: jira, ${text} }\n  hub: { kind: github, token: \${HUB} }`,
});

test("every problem is told at once, each with line and column, in the order of the file", () => {
  const error = refusal(
    trainFileText({
      connections:
        "  acme: { kind: jira, site: https://acme.test, account: ${NOBODY}, token: hunter2 }\n  hub: { kind: gitub, token: ${HUB} }",
      head: "  - { key: payments, timeZone: Mars }\n  - key: two",
      teams: "      - { key: checkout, from: { jira: acme, projct: PAY } }",
      rest: "    rules: { cycel: off }",
    }),
  );
  const first = lines.connections;
  expect(error.problems.map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([
    `${first}:57 connections.acme.account`,
    `${first}:75 connections.acme.token`,
    `${first + 1}:16 connections.hub.kind`,
    `${lines.head}:5 trains[0].increments`,
    `${lines.head}:5 trains[0].teams`,
    `${lines.head}:32 trains[0].timeZone`,
    `${lines.teams + 1}:46 trains[1].teams[0].from.projct`,
    `${lines.rest + 1}:14 trains[1].rules.cycel`,
  ]);
  expect(error.message).toMatch(
    /^signalbox\.yaml has 8 problems:\n {2}signalbox\.yaml:2:57 connections\.acme\.account: /,
  );
  expect(error).toMatchObject({ code: "config-invalid", verdict: { kind: "stop" } });
});

describe("secrets are never repeated", () => {
  test.each([
    ["in the file", "site: https://a.test, account: a, token: hunter2"],
    ["in the file, as a number", "site: https://a.test, account: a, token: 4711"],
    ["in the wrong place", "site: hunter2, account: a, token: ${JIRA}"],
    ["from the environment, in the wrong place", "site: ${JIRA}, account: a, token: ${JIRA}"],
    ["as a path", "site: https://a.test, account: a, token: ${JIRA}, webhookPath: ${JIRA}"],
    ["as one of two", "site: https://a.test, account: a, token: ${JIRA}, webhookSecret: [hunter2, 4711]"],
    ["in a list", "site: https://a.test, account: a, token: [hunter2]"],
  ])("%s", (_, connection) => {
    const { message } = refusal(trainFileText(acme(connection)));
    expect(message).not.toMatch(/hunter2|4711|jira-secret/);
  });

  test("not even from a text that is no YAML", () => {
    expect(refusal('connections: { a: { token: "hunter2 } }\n').message).not.toContain("hunter2");
  });
});

describe("a text that cannot be read at all", () => {
  test.each([
    ["", "the file is empty"],
    ["# nothing yet\n", "the file is empty"],
    ["just words", "expected keys with values"],
    ["trains:\n  - key: [\n", "Flow sequence"],
    ["a: 1\na: 2\n", "Map keys must be unique"],
    ["trains: &a [*a]\n", "an alias contains itself"],
    ["trains: []\n", "at least one train"],
    [
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n",
      "alias",
    ],
  ])("%j: %s", (text, expected) => {
    expect(refusal(text).message).toContain(expected);
  });
});

describe("variables that nobody has set", () => {
  const set = "Set TOKEN, NOBODY in the environment or in .env.";
  const correct = "Correct the train file; config/signalbox.example.yaml shows every key.";
  const connection = "site: https://a.test, account: ${TOKEN}, token: ${NOBODY}, webhookSecret: ${TOKEN}";

  test("are to be set: the file that names them is right", () => {
    expect(refusal(trainFileText(acme(connection))).remedy).toBe(set);
  });

  test("are one thing, what is wrong with the file another", () => {
    expect(refusal(trainFileText({ ...acme(connection), head: "  - key: 7 up" })).remedy).toBe(`${set} ${correct}`);
    expect(refusal(trainFileText({ head: "  - key: 7 up" })).remedy).toBe(correct);
  });
});
