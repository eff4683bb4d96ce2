import { describe, expect, test } from "vitest";
import { countsLine, planLines, type ShownPlan } from "../../src/cli/plan-lines.ts";
import { emptyPlan, type Plan, type PlannedWrite } from "../../src/reporting/planned-writes.ts";
import { anItem, aPublication, noon } from "../support/builders.ts";
import { aDraft } from "../support/drafts.ts";

function aWrite(change: Partial<PlannedWrite> = {}): PlannedWrite {
  return {
    action: "create",
    marker: "m",
    train: "payments",
    connection: "acme",
    place: { kind: "comment", item: anItem() },
    text: aDraft({ body: "one\ntwo" }),
    publication: null,
    ...change,
  };
}

const target = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
const itemUrl = "https://acme.example/browse/PAY-1";

function lines(plan: Partial<Plan>, last?: string): readonly string[] {
  const standing = new Map(last === undefined ? [] : [["m", { marker: "m", title: "", body: last }]]);
  const readable: ShownPlan["readable"] = (_, { title, body }) => [
    ...(title === "" ? [] : [title, ""]),
    ...body.split("\n"),
  ];
  return planLines({ plan: { ...emptyPlan, ...plan }, at: noon, timeZone: "UTC", standing, readable });
}

describe("what would be written", () => {
  test("anew is shown whole, an issue with its title and its target", () => {
    const place = { kind: "rollup", target } as const;
    const writes = [aWrite({ place, text: aDraft({ title: "Rollup", body: "one" }) }), aWrite()];
    expect(lines({ writes })).toEqual([
      "== create rollup in acme, PMO",
      "Rollup",
      "",
      "one",
      "",
      `== create comment in acme, PAY-1 ${itemUrl}`,
      "one",
      "two",
      "",
    ]);
  });

  const standing = aPublication({ marker: "m", url: "https://acme.example/comment" });
  const heading = "== change comment in acme, PAY-1 https://acme.example/comment";

  test.each<readonly [string, Partial<PlannedWrite>, string | undefined, readonly string[]]>([
    ["by what changes", {}, "one\nthree", ["  one", "- three", "+ two"]],
    ["whole, where nobody knows what stands there", {}, undefined, ["one", "two"]],
    ["as no change to a reader", {}, "one\ntwo", ["(same text: only links or formatting change)"]],
    [
      "with a word about marks that are gone",
      { publication: { ...standing, state: "held" } },
      "one",
      ["(a person removed the markers: Signalbox leaves it as it is)", "  one", "+ two"],
    ],
    [
      "without what is far from a change",
      { text: aDraft({ body: "a\nb\nc\nd\ne\nf" }) },
      "a\nb\nc\nd\ne\nX",
      ["  … 3 lines as before", "  d", "  e", "- X", "+ f"],
    ],
  ])("over what stands is shown %s", (_, change, last, expected) => {
    const write = aWrite({ action: "update", publication: standing, ...change });
    expect(lines({ writes: [write] }, last)).toEqual([heading, ...expected, ""]);
  });

  test("over a rollup issue names the issue by its own key", () => {
    const publication = aPublication({ kind: "rollup", remoteKey: "PMO-3", url: "https://acme.example/browse/PMO-3" });
    const write = aWrite({ action: "resolve", place: { kind: "rollup", target }, publication });
    expect(lines({ writes: [write] })[0]).toBe("== resolve rollup in acme, PMO-3 https://acme.example/browse/PMO-3");
  });
});

test("what waits is shown as it will be written, with the time and the reason", () => {
  const waiting = [
    { marker: "m", connection: "acme", where: "PAY-1", because: "settling", until: noon + 600_000, draft: aWrite() },
    { marker: "n", connection: "acme", where: "PAY-2", because: "removed-by-a-person", until: null },
  ] as const;
  expect(lines({ waiting })).toEqual([
    `== create comment in acme, PAY-1 ${itemUrl}`,
    "   will be written after 12:10 UTC: its conflict has not been open long enough (comments.settle)",
    "one",
    "two",
    "",
    "== acme, PAY-2",
    "   waits: a person deleted it",
    "",
  ]);
});

const wait = { marker: "m", connection: "acme", where: "PAY-1", because: "cap", until: null } as const;

test.each<readonly [Partial<Plan>, string]>([
  [{}, "Nothing to write."],
  [{ unchanged: 3 }, "Nothing to write: 3 unchanged."],
  [{ waiting: [wait] }, "Nothing to write: 1 waiting."],
  [
    {
      writes: [aWrite(), aWrite(), aWrite({ action: "update" }), aWrite({ action: "resolve" })],
      unchanged: 4,
      waiting: [wait],
    },
    "2 to create, 1 to change, 1 to resolve, 1 waiting, 4 unchanged.",
  ],
])("counts come last: %#", (plan, line) => {
  expect(countsLine({ ...emptyPlan, ...plan })).toBe(line);
});
