import { describe, expect, test } from "vitest";
import { keyRef } from "../../src/domain/ids.ts";
import type { ItemName } from "../../src/domain/items/item-name.ts";
import type { DataQuality } from "../../src/domain/rollup/rollup.ts";
import type { KeptHints } from "../../src/domain/rollup/kept-rollup.ts";
import type { Setup } from "../../src/domain/setup/setup.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { qualitySection } from "../../src/reporting/quality-section.ts";
import { anItem, api, aSource, aTrain, checkout, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation, aRollup } from "../support/rollup.ts";

const name = (number: number, url = `https://acme.example/browse/PAY-${number}`): ItemName => ({
  id: jiraId(`${number}`),
  key: `PAY-${number}`,
  title: "",
  url,
});

type World = {
  readonly quality?: Partial<DataQuality>;
  readonly train?: Partial<Train>;
  readonly faults?: Setup["faults"];
  readonly hints?: Omit<KeptHints, "basis">;
};

function section({ quality = {}, train = {}, faults = [], hints }: World) {
  const rollup = aRollup({ items: 1, dataQuality: { ...aRollup().dataQuality, ...quality } });
  return qualitySection(
    anEvaluation({
      view: aView([planned(anItem())], { train: aTrain(train) }),
      rollup,
      setup: { teams: [], faults },
      ...(hints === undefined ? {} : { hints: { basis: "", ...hints } }),
    }),
  );
}

const findings = (world: World) => {
  const list = section(world).find(({ type }) => type === "list");
  return list === undefined ? [] : linesOf([list]);
};

const worst = aRollup().dataQuality.worst;
const teams = [checkout, { ...api, from: { ...api.from, pointsLabel: "points/*" } }] as Train["teams"];

describe("data quality", () => {
  test("names the first dependencies that follow from others, and link types that may point the other way", () => {
    const redundant = (number: number, ...through: readonly number[]) => ({
      consumer: keyRef("jira", `PAY-${number}`),
      provider: keyRef("jira", "LED-1"),
      through: through.map((between) => keyRef("jira", `OPS-${between}`)),
    });
    const order = { linkType: "Depends", consumerFirst: 34, providerFirst: 7, open: 1, isReversed: true };
    const first = [redundant(1, 1), redundant(2, 1, 2, 3), redundant(3, 1), redundant(4, 1)];
    expect(findings({ hints: { redundant: { total: 12, first }, reversed: [order] } })).toStrictEqual([
      "12 open dependencies follow from others, and could be removed: PAY-1 waits for LED-1 through OPS-1; PAY-2 waits for LED-1 through OPS-1 and 2 more; PAY-3 waits for LED-1 through OPS-1; and 9 others.",
      "The Jira link type “Depends” may point the other way: of 41 dependencies that are over, the item that waits was done first in 34. Check its direction in `jiraLinkTypes` of the train file; 1 open dependency rests on it.",
    ]);
    expect(findings({ hints: { redundant: { total: 4, first }, reversed: [] } })[0]).toMatch(/; and 1 other\.$/u);
    expect(findings({ hints: { redundant: { total: 1, first: [redundant(1, 1)] }, reversed: [] } })).toStrictEqual([
      "1 open dependency follows from others, and could be removed: PAY-1 waits for LED-1 through OPS-1.",
    ]);
    expect(findings({ hints: { redundant: { total: 0, first: [] }, reversed: [] } })).toStrictEqual([]);
  });

  test("names the project's fields to a team that plans by one, and counts its drafts", () => {
    const project = { address: "acme/5", iterationField: null, pointsField: null, statusField: null };
    const planner: Train["teams"][number] = {
      key: "web",
      name: "Web",
      from: {
        system: "github",
        connection: "hub",
        repos: [],
        labels: [],
        project,
        iterations: "iteration",
        pointsLabel: null,
      },
    };
    const quality = {
      withoutEstimate: 1,
      withoutIteration: 1,
      worst: { ...worst, withoutEstimate: [name(1)], withoutIteration: [name(1)] },
      drafts: [
        { project: "acme/5", count: 2 },
        { project: "acme/6", count: 1 },
      ],
      hiddenItems: [
        { project: "acme/5", count: 2 },
        { query: "labels = books", count: 1 },
        { query: "labels = pages", count: 2 },
      ],
    };
    expect(findings({ quality, train: { teams: [planner] } })).toStrictEqual([
      "1 open item without an estimate; points leave it out. Set the estimate field of the GitHub project: PAY-1.",
      "1 open item without an iteration. Put it into an iteration of the calendar: PAY-1.",
      "2 draft issues of the project acme/5: Signalbox counts no drafts. Convert them to issues to plan with them.",
      "1 draft issue of the project acme/6: Signalbox counts no drafts. Convert it to an issue to plan with it.",
      "2 open items of the project acme/5 are hidden from our account: Signalbox keeps them as last read. Give the account access to the repository, or remove them from the project.",
      '1 open item of the query "labels = books" is hidden from our account: Signalbox keeps it as last read. Give the account access to its project; if that is archived or deleted, name the other projects in the query.',
      '2 open items of the query "labels = pages" are hidden from our account: Signalbox keeps them as last read. Give the account access to their project; if that is archived or deleted, name the other projects in the query.',
    ]);
  });

  test("says in a line what an older server does not have, and where dependencies come from then", () => {
    const lacking = [
      { connection: "hub", facts: ["dependencies", "issue types"] as const },
      { connection: "other", facts: ["issue types"] as const },
    ];
    expect(findings({ quality: { lacking } })).toStrictEqual([
      "The server of hub has no dependencies and no issue types. Dependencies there come from texts such as “Blocked by #12”.",
      "The server of other has no issue types.",
    ]);
  });

  test("names only what is missing, and always how it is counted", () => {
    const lines = linesOf(section({ quality: { owned: 4, neighbours: 2, unassigned: 1 } }));
    expect(lines.slice(0, 3)).toStrictEqual([
      "Data quality",
      "1 item read: 4 owned by a team, 2 reached by a dependency or a parent, 1 owned by no team.",
      "How this is counted",
    ]);
    const none = { owned: 1, neighbours: 0, unassigned: 0 };
    expect(linesOf(section({ quality: none }))[1]).toBe("1 item read: 1 owned by a team.");
  });

  test("names the worst items of a count, and how to mend them in the trackers of the train", () => {
    const names = [name(1), name(2, ""), name(3)];
    const quality = {
      withoutEstimate: 5,
      withoutIteration: 3,
      worst: { ...worst, withoutEstimate: names, withoutIteration: names },
    };
    expect(findings({ quality, train: { teams } })).toStrictEqual([
      "5 open items without an estimate; points leave them out. Set the estimate field in Jira or a label such as points/3, first in: PAY-1, PAY-2, PAY-3 and 2 more.",
      "3 open items without an iteration. Put them into a sprint or a milestone of the calendar: PAY-1, PAY-2, PAY-3.",
    ]);
    expect(findings({ quality, train: { teams: [checkout, checkout] } })).toStrictEqual([
      expect.stringContaining("Set the estimate field in Jira, first in: "),
      expect.stringContaining("Put them into a sprint of the calendar: "),
    ]);
    expect(findings({ quality, train: { teams: teams.slice(1) } })[0]).toContain("Set a label such as points/3, first");
    const list = section({ quality }).find(({ type }) => type === "list");
    expect(list?.type === "list" ? list.items[0]?.[1] : null).toMatchObject({ type: "link", text: "PAY-1" });
  });

  test("tells once what is guessed from words, with counts, and where to say it", () => {
    const word = (word: string, count: number, change: Partial<DataQuality["guessedStatuses"][number]> = {}) =>
      ({ bearer: "resolution", word, means: "cancelled", known: true, count, ...change }) as const;
    const many = Array.from({ length: 10 }, (_, place) => word(`W${place}`, 1));
    expect(
      findings({
        quality: {
          guessedStatuses: [
            word("Entfällt", 12),
            word("Dropped", 1, { bearer: "status" }),
            word("Frobbed", 3, { means: "done", known: false }),
            word("doing", 1, { bearer: "label", means: "in-progress" }),
          ],
        },
      }),
    ).toStrictEqual([
      "13 items count as cancelled because of a word alone: “Entfällt” (resolution, 12), “Dropped” (status, 1). Say under `statuses` of the train what the words mean.",
      "3 items count as done because their tracker has finished them, with words that no list knows: “Frobbed” (resolution, 3). Say under `statuses` of the train what the words mean.",
      "1 item counts as in progress because of a word alone: “doing” (label, 1). Say under `statuses` of the train what the words mean.",
    ]);
    expect(findings({ quality: { guessedStatuses: many } })[0]).toContain(
      "“W7” (resolution, 1) and 2 other words. Say",
    );
  });

  test("says where estimates are no numbers", () => {
    const estimatesWithoutNumber = [{ connection: "acme", words: ["L", "XL"] }];
    expect(findings({ quality: { estimatesWithoutNumber } })).toStrictEqual([
      "The estimates in acme hold no numbers, only words such as “L”, “XL”: no item there has points. Write numbers, or have another field or label read.",
    ]);
  });

  test("names ends that nobody can read, with the item whose dependency it is", () => {
    const ends = [{ end: keyRef("github", "acme/x#1"), other: jiraId("1") }];
    const quality = { unreadableEnds: 2, worst: { ...worst, unreadableEnds: ends } };
    expect(findings({ quality })).toStrictEqual([
      "2 ends of dependencies that Signalbox cannot read. Give it access, or correct the link: acme/x#1 (named by PAY-1) and 1 more.",
    ]);
  });

  test("tells what of the train file finds nothing, but for the calendar, which stands with the verdict", () => {
    const faults: Setup["faults"] = [
      { kind: "team-owns-nothing", team: "API" },
      { kind: "calendar-over", increment: "2026.4", endsAt: noon },
      { kind: "increment-ends-soon", increment: "2026.4", endsAt: noon },
    ];
    expect(findings({ faults })).toStrictEqual(["API owns no item: correct what `from` says of this team."]);
  });

  test("tells what could not be read, and sprints outside the calendar", () => {
    const quality = {
      rejectedRecords: 1,
      sprintsWithoutIteration: ["A", "B", "C", "D", "E", "F", "G"],
      sources: [aSource({ connection: "hub", completedAt: null }), aSource()],
    };
    expect(findings({ quality })).toStrictEqual([
      "1 record not read whole by the last sync; the log names them.",
      "Open work sits in sprints, versions or milestones that fit no iteration of the train: “A”, “B”, “C”, “D”, “E” and 2 more. Correct or set their dates, or give an iteration their name.",
      "hub has never been read to the end.",
    ]);
    expect(findings({ quality: { sprintsWithoutIteration: ["A"] } })[0]).toContain("train: “A”. Correct");
  });

  test("names each timebox once: those that a fault of the set-up names, nowhere else", () => {
    const dates = { startsAt: null, endsAt: null };
    const faults: Setup["faults"] = [
      { kind: "timebox-without-iteration", team: "API", box: "milestone", name: "A", dates },
      { kind: "team-without-plan", team: "Web", open: 2, box: "sprint", boxes: ["B"] },
    ];
    const all = findings({ faults, quality: { sprintsWithoutIteration: ["A", "B", "C"] } });
    expect(all).toHaveLength(3);
    expect(all[2]).toContain("fit no iteration of the train: “C”.");
    expect(findings({ faults, quality: { sprintsWithoutIteration: ["A", "B"] } })).toHaveLength(2);
  });
});
