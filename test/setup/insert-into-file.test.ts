import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { withAdditions } from "../../src/setup/insert-into-file.ts";
import type { Additions } from "../../src/domain/proposal/additions.ts";
import { dayNumber } from "../../src/domain/proposal/days.ts";

const starts = dayNumber("2026-10-19");

const additions: Additions = {
  increments: [
    { key: "PI 4", named: [], iterations: [{ key: "1", startsOn: starts, endsOn: starts + 14, isNew: true }] },
  ],
  length: 14,
  teams: [
    {
      key: "led",
      name: "Ledger",
      from: { system: "jira", connection: "acme", projects: ["LED"], boards: [], sprintName: null },
      confidence: "sure",
      why: "its board",
      isRest: false,
      before: null,
    },
  ],
  linkTypes: [],
  notes: [],
};

const lines = [
  "connections:",
  "  acme: { kind: jira, site: https://a.example, account: a, token: ${T} }",
  "trains:",
  "  - key: t",
  "    increments:",
  '      - key: "PI 3"',
  "        starts: 2026-10-05",
  "        iterations: { count: 1, length: 2w }",
  "    teams:",
  "      - key: pay",
  "        from: { jira: acme, project: PAY }",
];

function inserted(text: string) {
  const after = withAdditions(text, 0, additions) ?? "";
  const [train] = parseTrainFile(after, { file: "f", env: { T: "t" } }).trains;
  return {
    after,
    increments: train?.increments.map(({ key }) => key),
    teams: train?.teams.map(({ key }) => key),
    isKept: text.split("\n").every((line) => after.includes(line)),
  };
}

const whole = { increments: ["PI 3", "PI 4"], teams: ["pay", "led"], isKept: true };

describe("additions go into a file that people wrote", () => {
  test.each<[string, (text: string) => string]>([
    ["as it is", (text) => text],
    ["with each dash on a line of its own", (text) => text.replaceAll(/^( *)- /gmu, "$1-\n$1  ")],
    ["with a comment behind each dash", (text) => text.replaceAll(/^( *)- /gmu, "$1- # one\n$1  ")],
    ["with an anchor behind each dash", (text) => text.replaceAll(/^( +)- key: (\w)/gmu, "$1- &$2$2\n$1  key: $2")],
    ["with one entry commented out", (text) => `${text}\n      # - { key: old }\n`],
    ["without an end of line", (text) => text.trimEnd()],
  ])("%s", (_, change) => {
    expect(inserted(change(`${lines.join("\n")}\n`))).toMatchObject(whole);
  });

  test("before the first dash of a list whose newest comes first", () => {
    const text = `${lines.join("\n")}\n`.replace(
      '      - key: "PI 3"',
      '      - # present\n        key: "PI 3"\n        starts: 2026-10-05\n        iterations: { count: 1, length: 2w }\n      - key: "PI 2"',
    );
    const older = text.replace(/(PI 2"\n +starts: )2026-10-05/u, "$12026-09-21");
    const { after, isKept, increments } = inserted(older);
    expect({ isKept, increments }).toEqual({ isKept: true, increments: ["PI 2", "PI 3", "PI 4"] });
    expect(after.indexOf("PI 4")).toBeLessThan(after.indexOf("- # present"));
  });

  test("with the ends of line that the file has", () => {
    const { after, ...found } = inserted(`${lines.join("\r\n")}\r\n`);
    expect(found).toEqual(whole);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("a link type whose name holds a variable by its id", () => {
    const type = { id: "10300", name: "${secret}", outward: "depends on", inward: "is required by" };
    const means = { value: "target-blocks-source", confidence: "sure", why: "its words" } as const;
    const text = `${lines.join("\n")}
    dependencies:
      jiraLinkTypes:
        - { name: Blocks, means: source-blocks-target }
`;
    const meaning = { name: type.name, means: means.value };
    const linkTypes = [{ connection: "acme", type, uses: 3, sourceFirst: 0, targetFirst: 0, means, meaning }];
    const after = withAdditions(text, 0, { ...additions, increments: [], teams: [], linkTypes });
    expect(after).toBe(`${text}        - { name: "10300", means: target-blocks-source } # its words\n`);
  });

  test("a team above the one that would own its items, and above that one's comment", () => {
    const text = lines
      .join("\n")
      .replace(
        "      - key: pay",
        "      - { key: core, from: { jira: acme, board: 2 } }\n      # all the rest\n      - key: pay",
      );
    const above = (before: string) => {
      const [team] = additions.teams;
      const teams = team === undefined ? [] : [{ ...team, before }];
      const after = withAdditions(text, 0, { ...additions, increments: [], teams }) ?? "";
      return after.split("\n").slice(lines.indexOf("    teams:"));
    };
    const [teams, core, comment, ...pay] = text.split("\n").slice(lines.indexOf("    teams:"));
    const ledger = "      - { key: led, name: Ledger, from: { jira: acme, project: LED } } # its board";
    expect(above("pay")).toEqual([teams, core, ledger, comment, ...pay]);
    expect(above("core")).toEqual([teams, ledger, core, comment, ...pay]);
  });

  test("not into a list on one line", () => {
    const text = lines.join("\n").replace(/teams:.*/su, "teams: [{ key: pay, from: { jira: acme, project: PAY } }]");
    expect(withAdditions(text, 0, additions)).toBeNull();
  });
});
