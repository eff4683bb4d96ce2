import { fc, test as check } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { propose } from "../../src/domain/proposal/propose.ts";
import type { SeenBox, SiteLook } from "../../src/domain/proposal/site-look.ts";
import { trainFileText, type FileConnection } from "../../src/setup/train-file-text.ts";
import { aBoard, aLink, aLook, anItem, aProject, aSprint, at, sprintsOn } from "../domain/proposal/looks.ts";

const connections: readonly FileConnection[] = [
  { system: "jira", key: "acme-jira", site: "https://acme.atlassian.net", account: "JIRA_EMAIL", token: "JIRA_TOKEN" },
  { system: "github", key: "github", url: null, token: "GITHUB_TOKEN" },
];
const env = { JIRA_EMAIL: "a@acme.example", JIRA_TOKEN: "t", GITHUB_TOKEN: "t" };

function textOf(looks: readonly SiteLook[], answers = {}): string {
  const proposal = propose(looks, { now: at("2026-11-10"), timeZone: "UTC", answers });
  return proposal === null ? "" : trainFileText(proposal, connections, new Map([["acme-jira", "Bot\n# x: y"]]));
}

/** Words as people, and the worst of them, write them. */
const words = fc.oneof(
  fc.constantFrom(
    "SDK",
    "Sprint 1 ${TOKEN}",
    "# a: b",
    "a, b] }",
    "- x\n- y",
    "null",
    "26",
    "é\u2028ü",
    "\u001B[31m",
    "",
    "'\"`",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const name = fc.oneof(
  words,
  fc.tuple(words, fc.nat(40)).map(([word, n]) => `${word} ${n}`),
);
const day = fc.integer({ min: 0, max: 400 }).map((n) => at("2026-01-01") + n * 86_400_000);
const keys = ["PAY", "LED", "PMO"];

const box = fc.record({
  id: fc.nat(30).map(String),
  kind: fc.constant("sprint" as const),
  name,
  state: fc.constantFrom("closed" as const, "active" as const, "future" as const),
  startsAt: fc.option(day),
  endsAt: fc.option(day),
  board: fc.option(fc.integer({ min: 1, max: 4 })),
  container: fc.constant(null),
});
const milestone = fc.record({
  id: fc.nat(9).map((n) => `m${n}`),
  kind: fc.constant("milestone" as const),
  name,
  state: fc.constant("active" as const),
  startsAt: fc.constant(null),
  endsAt: fc.option(day),
  board: fc.constant(null),
  container: fc.constantFrom("acme/api", "acme/web"),
});
const unique = <T extends { readonly id: string }>(list: readonly T[]) => [
  ...new Map(list.map((one) => [one.id, one])).values(),
];

const jiraLook = fc
  .record({
    names: fc.array(words, { minLength: 3, maxLength: 3 }),
    boards: fc.array(fc.tuple(fc.option(fc.constantFrom(...keys)), words), { maxLength: 4 }),
    boxes: fc.array(box, { maxLength: 30 }),
    items: fc.array(
      fc.tuple(fc.constantFrom(...keys), fc.nat(99), fc.array(fc.nat(30).map(String), { maxLength: 2 })),
      { maxLength: 20 },
    ),
    types: fc.array(fc.tuple(words, fc.constantFrom("blocks", "depends on", "relates to", "needs?"), words), {
      maxLength: 4,
    }),
    links: fc.array(fc.tuple(fc.constantFrom(...keys, "acme/api#"), fc.constantFrom(...keys), fc.nat(3)), {
      maxLength: 10,
    }),
  })
  .map(({ names, boards, boxes, items, types, links }) =>
    aLook({
      containers: keys.map((key, n) => aProject(key, { name: names[n] ?? "" })),
      boards: boards.map(([project, title], n) => aBoard(n + 1, project, { name: title })),
      boxes: unique(boxes),
      items: [
        ...new Map(items.map(([key, n, own]) => [`${key}-${n}`, anItem(`${key}-${n}`, { boxes: own })])).values(),
      ],
      linkTypes: types.map(([title, outward, inward], n) => ({ id: String(n), name: title, outward, inward })),
      links: links.map(([from, to, type], n) =>
        aLink(String(n), [`${from}${from.endsWith("#") ? "" : "-"}1`, `${to}-2`], { type: String(type) }),
      ),
    }),
  );

const githubLook = fc
  .record({
    boxes: fc.array(milestone, { maxLength: 8 }),
    labels: fc.array(
      words.map((word) => `${word}/5`),
      { maxLength: 5 },
    ),
  })
  .map(({ boxes, labels }) =>
    aLook({
      connection: "github",
      system: "github",
      containers: [aProject("acme/api"), aProject("acme/web")],
      boxes: unique<SeenBox>(boxes),
      items: labels.map((label, n) => anItem(`acme/api#${n}`, { labels: [label, "size 1", "size 2"] })),
    }),
  );

const looks = fc.tuple(jiraLook, githubLook);

check.prop([looks, fc.integer({ min: 0, max: 3 })], { numRuns: 300 })(
  "a proposal parses, whatever the trackers hold",
  (given, place) => {
    const proposal = propose(given, { now: at("2026-11-10"), timeZone: "UTC", answers: {} });
    const answers = Object.fromEntries(
      (proposal?.questions ?? []).map(({ id, options }) => [id, options[place % options.length]?.value ?? ""]),
    );
    const { trains } = parseTrainFile(textOf(given, answers), { file: "f", env });
    expect(trains[0]?.teams.length).toBeGreaterThan(0);
    expect(trains[0]?.increments.length).toBeGreaterThan(0);
  },
);

check.prop([looks, fc.infiniteStream(fc.nat())], { numRuns: 100 })(
  "the order in which trackers list things changes nothing",
  (given, order) => {
    const shuffled = <T>(list: readonly T[]) =>
      list
        .map((one) => ({ one, rank: order.next().value ?? 0 }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ one }) => one);
    const others = shuffled(given).map((look) => ({
      ...look,
      containers: shuffled(look.containers),
      boards: shuffled(look.boards),
      boxes: shuffled(look.boxes),
      linkTypes: shuffled(look.linkTypes),
      items: shuffled(look.items),
      links: shuffled(look.links),
    }));
    expect(textOf(others)).toBe(textOf(given));
    const circumstances = { now: at("2026-11-10"), timeZone: "UTC", answers: {} };
    expect(propose(others, circumstances)).toEqual(propose(given, circumstances));
  },
);

describe("the file", () => {
  const look = aLook({
    containers: [aProject("PAY", { name: "Payments" })],
    boards: [aBoard(1, "PAY")],
    boxes: [
      ...sprintsOn(1, "2026-10-05", { count: 2, nameOf: (n) => `PI 3 Sprint ${n + 1}` }),
      aSprint("x", "PI 4 Sprint 1", { from: "2026-11-05", days: 7, board: 1 }),
    ],
    fields: [{ id: "f1", name: "Komplexität", isEstimateKind: false }],
    linkTypes: [
      { id: "1", name: "Blocks", outward: "blocks", inward: "is blocked by" },
      { id: "2", name: "Ask ${X}", outward: "depends on", inward: "is required by" },
    ],
    items: Array.from({ length: 12 }, (_, n) => anItem(`PAY-${n}`, { boxes: ["1 PI 3 Sprint 1"], numbers: { f1: 5 } })),
    links: [aLink("1", ["PAY-1", "PAY-2"], { type: "2" })],
  });

  test("says at each line why", () => {
    expect(textOf([look]).split("\n").slice(5)).toEqual([
      "connections:",
      "  acme-jira:",
      "    kind: jira",
      "    site: https://acme.atlassian.net",
      "    account: ${JIRA_EMAIL}",
      "    token: ${JIRA_TOKEN} # reads as Bot # x: y",
      "    pointsField: f1 # 100 % of the sample have it",
      "  github:",
      "    kind: github",
      "    token: ${GITHUB_TOKEN}",
      "trains:",
      "  - key: acme",
      "    name: Acme",
      "    timeZone: Europe/Berlin # our account in the tracker is set to it",
      "    increments:",
      "      # the team with dates begins one every 2 weeks. The newest comes first; those of the past are for comparison.",
      "      - key: PI 5 # continues the rhythm: no sprint shows it yet",
      "        starts: 2026-11-27",
      "        iterations: { count: 2, length: 2w }",
      "      - key: PI 4 # named by sprints such as “PI 4 Sprint 1”; 1 of its iterations continue the rhythm",
      "        iterations:",
      '          - { key: "1", starts: 2026-11-05, ends: 2026-11-13 } # 8 days, not 14',
      '          - { key: "2", starts: 2026-11-13, ends: 2026-11-27 } # no sprint shows it',
      "      - key: PI 3 # named by sprints such as “PI 3 Sprint 1”",
      "        starts: 2026-10-05",
      "        iterations: { count: 2, length: 2w }",
      "    teams:",
      "      - { key: payments, name: Payments, from: { jira: acme-jira, project: PAY } } # PAY has one board with sprints: Board 1",
      "    dependencies:",
      "      jiraLinkTypes:",
      "        - { name: Blocks, means: source-blocks-target } # no link in the sample: “blocks” says so",
      '        - { name: "2", means: target-blocks-source } # 1 link in the sample: “depends on” says so',
      "      textReferences: true # “Blocked by PAY-12” in a description counts, also across trackers",
      "    reports:",
      "      rollup:",
      "        - { jira: acme-jira, project: PAY, issueType: Task } # most items are there",
      "",
    ]);
  });
});

test("a gateway is written below its site, and the file says the same when it is read", () => {
  const gateway = "https://api.atlassian.com/ex/jira/1a2b-3c";
  const look = aLook({ containers: [aProject("PAY")], items: [anItem("PAY-1")] });
  const proposal = propose([look], { now: at("2026-11-10"), timeZone: "UTC", answers: {} });
  const [jira, github] = connections;
  if (proposal === null || jira?.system !== "jira" || github === undefined) throw new Error("nothing to write");
  const text = trainFileText(proposal, [{ ...jira, gateway }, github], new Map());
  expect(text).toContain(`site: https://acme.atlassian.net\n    gateway: ${gateway}\n`);
  const { connections: read } = parseTrainFile(text, { file: "f", env });
  expect(read.find(({ key }) => key === "acme-jira")).toMatchObject({ gateway, site: "https://acme.atlassian.net" });
});
