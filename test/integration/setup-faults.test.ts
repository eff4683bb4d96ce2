import { describe, expect, test } from "vitest";
import { listAt } from "../support/json.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { jsonOf } from "../support/terminal.ts";

const { world } = useSmallWorld("postgres");

async function sync(change: (text: string) => string, ...flags: readonly string[]) {
  return world().command("sync", "--config", await world().trainFile(change), ...flags);
}

test("sync ends with a line per team", async () => {
  const { code, stdout } = await sync((text) => text);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Small:\n {2}Checkout: 3 items owned; of 3 open ones 2 have an iteration and 0 an estimate\n {2}API: 1 items? owned;/m,
  );
});

describe("what the train file names and the trackers do not have", () => {
  test("a board of another project, rollup targets that take no issue: all in one run, each with its remedy", async () => {
    const { code, stdout } = await sync((text) =>
      text
        .replace("project: PAY }", "project: PMO, board: 7 }")
        .replace("project: PMO, issueType: Task", "project: PMX, issueType: Task")
        .replace("repo: acme/trains", "repo: acme/nowhere"),
    );
    expect(code).toBe(0);
    expect(stdout).toContain("warning: Checkout owns no item: correct what `from` says of this team.\n");
    expect(stdout).toContain(
      "warning: acme: Checkout: board 7 belongs to project PAY, not to PMO. Correct `board` of the team: PMO has no board.\n",
    );
    expect(stdout).toMatch(
      /^warning: acme: The rollup cannot be written: our account cannot create issues in project PMX/m,
    );
    expect(stdout).toMatch(
      /^warning: hub: The rollup cannot be written: hub does not show the repository acme\/nowhere/m,
    );
  });

  test("a board that is not there, and the boards that are", async () => {
    const { stdout } = await sync((text) => text.replace("project: PAY }", "project: PAY, board: 99 }"));
    expect(stdout).toContain(
      "warning: acme: Checkout: there is no board 99, or our account cannot see it. Correct `board` of the team: PAY has 7 (Checkout).\n",
    );
  });

  test("an issue type, with those there are", async () => {
    const { stdout } = await sync((text) => text.replace("issueType: Task", "issueType: Tusk"), "--json");
    expect(listAt(jsonOf({ stdout }), "faults")).toEqual([
      'acme: The rollup cannot be written: project PMO has no issue type "Tusk". Name one of Task under reports.rollup.',
    ]);
  });

  test("a link type, a project and a board in one run, each by itself", async () => {
    const { code, stdout, stderr } = await sync((text) =>
      text.replace("name: Blocks", "name: Blokcs").replace("project: PAY }", "project: PAX, board: 99 }"),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('acme has no link type "Blokcs".');
    expect(stderr).toContain("looking for project PAX");
    expect(stdout).toContain("warning: acme: Checkout: there is no board 99");
  });
});
