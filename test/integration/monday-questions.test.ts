import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connectionRecord } from "../../src/cli/wiring.ts";
import { readableOf } from "../../src/cli/displayed-text.ts";
import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import { keyOf } from "../../src/reporting/item-words.ts";
import { openRecords, type Evaluation } from "../../src/reporting/evaluate.ts";
import { TrackerHands } from "../support/tracker-hands.ts";
import { syncAndPublish } from "../support/app.ts";
import { openDemo } from "../support/demo-app.ts";

/**
 * A week of the demo: read whole on a Monday, then Jira's people finish two things, and on the next Monday only Jira
 * can be read. What a release train engineer asks then has to be answered by the text of the rollup issue alone.
 */
let now = Date.parse("2026-11-23T08:00:00Z");
const lastMonday = now;
let page: readonly string[];
const pages = new Map<string, readonly string[]>();
let before: Evaluation;
let after: Evaluation;
let ended: ConflictRecord;
const ending = new AsyncDisposableStack();

beforeAll(async () => {
  const { app: place, sandbox } = await openDemo(() => now, ending);
  before = (await syncAndPublish(place)).evaluation;
  ended = lateProviderInJira(before);
  const person = new TrackerHands(sandbox);
  person.finish({ key: keyOf(before.view, ended.conflict.provider ?? ended.conflict.consumer) });
  now += 7 * 86_400_000;
  const jira = [...place.connectors].filter(([, { source }]) => source.system === "jira");
  after = (await syncAndPublish({ ...place, connectors: new Map(jira) }, place)).evaluation;
  const publications = await place.store.publications(after.view.train.key);
  const read = readableOf(sandbox.connections.map(connectionRecord));
  for (const { kind, connection, remoteKey } of publications) {
    if (kind !== "rollup") continue;
    const body = person.body({ key: remoteKey ?? "" });
    pages.set(
      connection,
      read(connection, { title: "", body })
        .map((line) => line.replace(/^[|> ]+/u, "").trim())
        .filter((line) => line !== ""),
    );
  }
});

afterAll(() => ending.disposeAsync());

function lateProviderInJira(evaluation: Evaluation): ConflictRecord {
  const { items } = evaluation.view;
  const found = openRecords(evaluation).find(({ conflict: { provider, consumer, rule, severity } }) => {
    const systems = [provider, consumer].map(
      (end) => [...items.values()].find(({ item }) => item.id === end)?.item.system,
    );
    return severity === "conflict" && rule === "overdue-provider" && systems[0] === "jira";
  });
  if (found === undefined) throw new Error("the demo has no overdue provider in Jira");
  return found;
}

/** The lines below a heading, up to the next one of its level or above. */
function below(heading: RegExp): readonly string[] {
  const start = page.findIndex((line) => heading.test(line));
  if (start === -1) return [];
  const level = page[start]?.match(/^#+/u)?.[0].length ?? 0;
  const rest = page.slice(start + 1);
  const end = rest.findIndex((line) => (line.match(/^#+/u)?.[0].length ?? 9) <= level);
  return end === -1 ? rest : rest.slice(0, end);
}

const teamsOf = () => after.view.train.teams.map(({ name }) => name).join("|");

describe.each(["acme", "acme-github"])("twelve questions on a Monday, asked of the page in %s", (connection) => {
  beforeEach(() => {
    page = pages.get(connection) ?? [];
  });

  test("1. Are we on track, and why?", () => {
    expect(page).toContainEqual(
      expect.stringMatching(/^Off track: \d+ dependency conflicts? in work that is under way or comes next/u),
    );
  });

  test("2. How much of the increment is done?", () => {
    const { view, rollup } = after;
    const planned = [...view.items.values()].filter(
      ({ item, iteration, through, team }) =>
        iteration?.increment === rollup.increment &&
        team !== null &&
        item.kind !== "epic" &&
        // What is planned by its parts is counted by them.
        through === null &&
        item.status !== "cancelled" &&
        item.presence === "present",
    );
    const done = planned.filter(({ item }) => item.status === "done").length;
    const share = Math.round((done / planned.length) * 100);
    expect(page).toContainEqual(
      expect.stringContaining(`Increment ${rollup.increment}: ${done} of ${planned.length} items done (${share} %)`),
    );
  });

  test("3. Where are we, and when does the increment end?", () => {
    expect(page).toContainEqual(
      expect.stringMatching(/^It is in iteration \d, \d of 5 .*, and ends on \d+ \w+ 202\d\.$/u),
    );
  });

  test("4. What must be decided this week, by whom, by when?", () => {
    const lines = below(/^## To decide this week/u).filter((line) => line.startsWith("- "));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.length).toBeLessThanOrEqual(10);
    const order = new RegExp(
      `^- (Now|By \\d+ \\w+ 202\\d): (((, | or )?(${teamsOf()}))+|the owners of \\S+): \\w+ `,
      "u",
    );
    for (const line of lines) expect(line).toMatch(order);
  });

  test("5. Which conflict is nearest?", () => {
    const [nearest] = openRecords(after);
    const [first] = below(/^## To decide this week/u);
    expect(first).toContain(keyOf(after.view, nearest?.conflict.consumer ?? ended.conflict.consumer));
    expect(first).toMatch(/^- Now: /u);
  });

  test("6. What changed since last Monday?", () => {
    const lines = below(/^## Changed since Monday, 23 Nov 2026/u);
    const [was, is] = [before, after].map(({ rollup }) => rollup.inIncrement.done);
    const more = (is ?? 0) - (was ?? 0);
    expect(more).toBeGreaterThan(0);
    expect(lines).toContainEqual(expect.stringContaining(`${more} more item${more === 1 ? "" : "s"} done`));
  });

  test("7. What was resolved?", () => {
    const resolved = below(/^## Changed since/u).find((line) => line.startsWith("- Resolved ("));
    const { consumer, provider } = ended.conflict;
    expect(resolved).toContain(`${keyOf(after.view, consumer)} needs ${keyOf(after.view, provider ?? consumer)}`);
  });

  test("8. Which features are at risk, and when does each end?", () => {
    const lines = below(/^## Features \(\d+ open\)/u);
    const { openFeatures } = after.rollup;
    const named = openFeatures.filter(({ item }) => lines.some((line) => line.startsWith(`- ${item.key} `)));
    for (const { item, done, work } of named) {
      const line = lines.find((one) => one.startsWith(`- ${item.key} `));
      expect(line).toContain(`: done ${done} of ${work};`);
      expect(line).toMatch(/ends (?:in|on) |should have ended in |not planned|all work below it is done/u);
    }
    // What does not fit is counted, and where all of it stands is said.
    const counted = lines.flatMap((line) => Number(/^- \+?(\d+) (?:more|not shown here)$/u.exec(line)?.[1] ?? 0));
    expect(named.length + counted.reduce((sum, count) => sum + count, 0)).toBe(openFeatures.length);
    expect(named.length).toBeGreaterThanOrEqual(5);
    const isCut = named.length < openFeatures.length;
    expect(page.some((line) => line.startsWith("The lists are cut to what fits here"))).toBe(isCut);
    expect(lines.filter((line) => /conflicts? (?:or|and) risks?/u.test(line)).length).toBeGreaterThan(2);
  });

  test("9. Which team has too much?", () => {
    const over = after.rollup.load.filter(({ iterations }) => iterations.some(({ isOver }) => isOver));
    expect(over.length).toBeGreaterThan(0);
    const lines = below(/^## Load of the teams/u);
    for (const { name, finished } of over) {
      const line = lines.find((one) => one.startsWith(`- ${name}: iteration `));
      expect(line).toContain(`finished lately: about ${Math.round(finished ?? 0)} `);
    }
  });

  test("10. Who has to act on one that is not due this week?", () => {
    const decided = below(/^## To decide this week/u).join("\n");
    const later = openRecords(after).find(
      ({ conflict }) => conflict.severity === "conflict" && !decided.includes(keyOf(after.view, conflict.consumer)),
    );
    const names = after.view.train.teams
      .filter(({ key }) => later?.conflict.actors.includes(key))
      .map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const lines = below(new RegExp(`^### ${name} \\(`, "u"));
      expect(lines.join("\n")).toContain(keyOf(after.view, later?.conflict.consumer ?? ended.conflict.consumer));
    }
  });

  test("11. Which data cannot be trusted, and what is to be done about it?", () => {
    const lines = below(/^## Data quality/u);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^- \d+ open items without an estimate; .*Set .*, first in: \S+, \S+, \S+ and \d+ more\.$/u,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^- \d+ open items without an iteration\. Put them into .*, first: \S+, /u),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^- \d+ ends of dependencies that Signalbox cannot read\. .*acme\/platform#\d+ \(named by /u,
      ),
    );
  });

  test("12. Whose data is old, and since when?", () => {
    const since = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/Berlin",
      day: "numeric",
      month: "short",
      year: "numeric",
    });
    const stale = page.findIndex((line) => line.startsWith("GitHub (acme-github) was last read on Mon "));
    expect(page[stale]).toContain(since.format(lastMonday));
    expect(stale).toBeLessThan(page.findIndex((line) => line.startsWith("Off track")));
  });
});
