import { describe, expect, test } from "vitest";
import type { KnownName } from "../../../src/domain/items/names.ts";
import { nameDirectory } from "../../../src/domain/items/names.ts";
import { renamedIn } from "../../../src/domain/items/renamed-in-train-file.ts";
import { githubTeam, jiraTeam, train } from "../plan.ts";

type Id = readonly [kind: KnownName["kind"], nativeId: string, connection?: "j" | "g" | "other"];

/** All names that a thing had, the present one last. */
function known([kind, nativeId, connection = "j"]: Id, ...names: readonly string[]): readonly KnownName[] {
  const system = connection === "g" ? "github" : "jira";
  return names.map((name, place) => {
    return { system, connection, kind, nativeId, name, isCurrent: place === names.length - 1 };
  });
}

const renamed = (what: string, name: string, present: string) => ({ kind: "renamed", what, name, present });

describe("a name of the train file that its thing has no more", () => {
  const teams = [jiraTeam("pay"), githubTeam("api")];
  const on = train({
    teams,
    rollupTargets: [
      { system: "jira", connection: "j", project: "PMO", issueType: "Task" },
      { system: "github", connection: "g", repo: "acme/trains" },
    ],
    linkMeanings: [
      { name: "Blocks", means: "source-blocks-target" },
      { name: "Needs", means: "target-blocks-source" },
    ],
  });

  test("is told of projects and repositories, of teams and of rollups, sorted", () => {
    const names = [
      ...known(["container", "1"], "PAY", "CHK"),
      ...known(["container", "2"], "PMO", "OFF"),
      ...known(["container", "3", "g"], "acme/api", "acme/core"),
      ...known(["container", "4", "g"], "acme/trains", "acme/plans"),
    ];
    expect(renamedIn(on, { names })).toEqual([
      renamed("project", "PAY", "CHK"),
      renamed("project", "PMO", "OFF"),
      renamed("repository", "acme/api", "acme/core"),
      renamed("repository", "acme/trains", "acme/plans"),
    ]);
  });

  test.each<[string, readonly KnownName[], readonly object[]]>([
    ["a type of links", known(["link-type", "7"], "Blocks", "Gates"), [renamed("link type", "Blocks", "Gates")]],
    ["not in other letters alone", known(["link-type", "7"], "Blocks", "BLOCKS"), []],
    [
      "not where another type took the name",
      [...known(["link-type", "7"], "Needs", "Gates"), ...known(["link-type", "8"], "needs")],
      [],
    ],
    ["not in a connection that no team reads", known(["link-type", "7", "other"], "Blocks", "Gates"), []],
    ["not what only is called so", known(["field", "7"], "Blocks", "Gates"), []],
    ["not where it is not known what it is called now", known(["link-type", "7"], "Blocks", "Gates").slice(0, 1), []],
    [
      "what it is called, not what another is",
      [
        ...known(["link-type", "6"], "Relates"),
        ...known(["link-type", "7"], "Blocks", "Gates"),
        ...known(["link-type", "7", "g"], "Splits"),
      ],
      [renamed("link type", "Blocks", "Gates")],
    ],
  ])("%s", (_, names, expected) => {
    expect(renamedIn(on, { names })).toEqual(expected);
    expect(renamedIn(on, { names: names.toReversed() })).toEqual(expected);
  });
});

describe("a key of a project that was renamed", () => {
  const names = [
    ...known(["container", "1"], "OLD", "PAY", "CHK"),
    ...known(["container", "2", "g"], "acme/api", "acme/core"),
    ...known(["container", "3", "other"], "PAY", "LED"),
    ...known(["container", "4"], "OPS"),
    ...known(["item", "5"], "QA-1", "QA-2"),
    ...known(["sprint", "5"], "Harbour 1", "Harbour 2"),
    ...known(["link-type", "5"], "Blocks", "Gates"),
  ];

  test.each([
    ["key:jira:OLD-12", [{ connection: "j", key: "key:jira:CHK-12" }]],
    [
      "key:jira:PAY-12",
      [
        { connection: "j", key: "key:jira:CHK-12" },
        { connection: "other", key: "key:jira:LED-12" },
      ],
    ],
    ["key:github:acme/api#7", [{ connection: "g", key: "key:github:acme/core#7" }]],
    ["key:jira:CHK-12", []],
    ["key:jira:OPS-1", []],
    ["key:jira:QA-1", []],
  ] as const)("%s reads %j", (key, expected) => {
    expect(nameDirectory(names.slice()).presentKeys(key)).toEqual(expected);
  });

  test("is of one project by any of its names, without case, and of no other", () => {
    const directory = nameDirectory(names);
    expect(directory.isSameContainer("j", "old", "Chk")).toBe(true);
    expect(directory.isSameContainer("j", "OLD", "OPS")).toBe(false);
    expect(directory.isSameContainer("other", "OLD", "CHK")).toBe(false);
    expect(directory.isSameContainer("other", "new", "NEW")).toBe(true);
  });

  test("leads to the item by names of items alone, a sprint to names of sprints, a type to names of types", () => {
    const directory = nameDirectory(names);
    expect(directory.formerlyCalled("key:jira:QA-1")).toEqual(["jira:j:issue:5"]);
    expect(directory.formerlyCalled("key:jira:PAY-1")).toEqual([]);
    expect(directory.formerNamesOf("jira:j:sprint:5")).toEqual(["Harbour 1", "Harbour 2"]);
    expect(directory.formerNamesOf("jira:j:sprint:1")).toEqual([]);
    expect(directory.linkTypeNames("j", "5")).toEqual(["Blocks", "Gates"]);
    expect(directory.linkTypeNames("j", "1")).toEqual([]);
  });
});
