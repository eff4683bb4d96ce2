import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../sandbox/faults/fault.ts";
import type { Increment, Iteration, Train } from "../../src/domain/model/train.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import type { Message } from "../../src/ports/channel.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

/*
 * A week of a small train in virtual time, with the service running: connected on Monday, a yes on Tuesday, Jira's token dead
 * from Wednesday to Thursday, a team renamed on Thursday, an increment that ends with Friday. What was written each day is
 * kept, and read as its readers would.
 */

const tested = useTestDatabase("pglite");
const at = (instant: string) => Date.parse(`${instant}:00Z`);
const dead: Fault = { kind: "token-revoked", requests: 1 };

const jiraRollup = { key: "PMO-1" };
const githubRollup = { key: "acme/trains#1" };
const items = ["PAY-1", "PAY-2", "PAY-3", "acme/api#1"].map((key) => ({ key }));

type Day = "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";
/** What was written on a day, in order: `created PMO-1`. */
type Diary = Partial<Record<Day, readonly string[]>>;
/** The texts in the evening: of both rollups, and of all comments of ours. */
type Evening = { readonly jira: string; readonly github: string; readonly comments: readonly string[] };

let world: JobWorld;
let ending: AsyncDisposableStack;
let hands: TrackerHands;
let trouble: Fault | null = null;
/** What Jira was asked for while its token was dead. */
const refused: string[] = [];
const digests: Message[] = [];
const diary: Diary = {};
const evenings: Partial<Record<Day, Evening>> = {};
let atNoonOnWednesday = "";
let rollups: readonly (string | null)[] = [];

function iteration(key: string, increment: string, [from, to]: readonly [string, string]): Iteration {
  return {
    key,
    name: key,
    kind: "regular",
    increment,
    ordinal: increment === "2026.4" ? Number(key) - 1 : 1 + Number(key),
    startsOn: from,
    endsOn: to,
    startsAt: at(`${from}T00:00`),
    endsAt: at(`${to}T00:00`),
    sprintName: null,
  };
}

function increment(key: string, iterations: readonly Iteration[]): Increment {
  return { key, startsAt: iterations[0]?.startsAt ?? 0, endsAt: iterations.at(-1)?.endsAt ?? 0, iterations };
}

/** The first increment's last day is Friday, 4 December. */
const increments = [
  increment("2026.4", [
    iteration("1", "2026.4", ["2026-11-16", "2026-11-30"]),
    iteration("2", "2026.4", ["2026-11-30", "2026-12-05"]),
  ]),
  increment("2027.1", [iteration("1", "2027.1", ["2026-12-05", "2026-12-19"])]),
];

function week(train: Train): Train {
  return { ...train, increments, digest: { channels: ["rte"], weekday: 5, minutes: 8 * 60 } };
}

function renamed(train: Train): Train {
  return { ...train, teams: train.teams.map((team) => (team.key === "api" ? { ...team, name: "Platform" } : team)) };
}

async function until(instant: string): Promise<void> {
  await world.pass(at(instant) - world.context.runtime.clock());
}

async function close(day: Day): Promise<void> {
  const written = world.logged.filter(({ text }) => text === "publication written");
  diary[day] = written.map(({ fields }) =>
    "outcome" in fields && "key" in fields ? `${String(fields.outcome)} ${String(fields.key)}` : "",
  );
  world.logged.splice(0);
  const comments = items.flatMap((item) => hands.written(item));
  evenings[day] = { jira: hands.body(jiraRollup), github: hands.body(githubRollup), comments };
}

beforeAll(async () => {
  ending = new AsyncDisposableStack();
  world = await startJobWorld(ending, tested.store, {
    isStarted: false,
    changeTrain: week,
    schedule: { pollMs: 2_700_000, recomputeMs: 2_700_000 },
    channels: new Map([["rte", { key: "rte", send: async (message) => void digests.push(message) }]]),
    faults: ({ tracker, method, path }) => {
      if (tracker === "github" || trouble === null) return null;
      refused.push(`${method} ${path}`);
      return trouble;
    },
  });
  hands = new TrackerHands(world.sandbox);
  world.time.moveTo(at("2026-11-30T08:00"));
  await seedJobs(world.context);
  await until("2026-11-30T20:00");
  await close("Monday");
  await until("2026-12-01T10:00");
  hands.tick(githubRollup, "start-with-standing");
  await until("2026-12-01T20:00");
  await close("Tuesday");
  await until("2026-12-02T09:00");
  trouble = dead;
  hands.finish({ key: "acme/api#1" });
  await until("2026-12-02T12:00");
  atNoonOnWednesday = hands.body(githubRollup);
  await until("2026-12-02T20:00");
  await close("Wednesday");
  await until("2026-12-03T15:00");
  trouble = null;
  await until("2026-12-03T17:00");
  await world.restart((train) => renamed(train));
  await until("2026-12-03T20:00");
  await close("Thursday");
  await until("2026-12-04T20:00");
  await close("Friday");
  await until("2026-12-05T12:00");
  await close("Saturday");
  const written = await tested.store.publications("small");
  rollups = written.filter(({ kind }) => kind === "rollup").map(({ remoteKey }) => remoteKey);
}, 300_000);

afterAll(() => ending.disposeAsync());

function wroteOn(day: Day): readonly string[] {
  const lines = diary[day];
  if (lines === undefined) throw new Error(`${day} was not played`);
  return lines;
}

function evening(day: Day): Evening {
  const texts = evenings[day];
  if (texts === undefined) throw new Error(`${day} was not played`);
  return texts;
}

describe("a week of a train", () => {
  test("on Monday one proposal is written per target, and nothing else", ({ annotate }) => {
    void annotate(JSON.stringify(diary));
    expect(wroteOn("Monday").toSorted()).toEqual(["created PMO-1", "created acme/trains#1"]);
    expect(evening("Monday").comments).toEqual([]);
    expect(evening("Monday").github).toContain("signalbox start small");
    expect(evening("Monday").jira).toContain("signalbox start small");
  });

  test("on Tuesday the ticked box starts comments, and the proposal's words go", () => {
    expect(wroteOn("Tuesday")).toEqual(expect.arrayContaining(["created PAY-1"]));
    expect(evening("Tuesday").comments.length).toBeGreaterThan(0);
    expect(evening("Tuesday").comments.join("\n")).toContain("What to do");
    expect(evening("Tuesday").github).not.toContain("signalbox start small");
    expect(evening("Tuesday").jira).not.toContain("signalbox start small");
  });

  test("on Wednesday GitHub is told what changed there, and since when Jira is old; Jira is left as it was", () => {
    for (const text of [atNoonOnWednesday, evening("Wednesday").github]) {
      expect(text).toMatch(/Jira \(acme\) was last read on Wed 2 Dec 2026, 0[89]:\d\d UTC: the token was refused\./);
      expect(text).toContain("1/1");
    }
    expect(new Set(wroteOn("Wednesday"))).toEqual(new Set(["updated acme/trains#1"]));
    expect(evening("Wednesday").jira).toBe(evening("Tuesday").jira);
    expect(evening("Wednesday").comments).toEqual(evening("Tuesday").comments);
  });

  test("a tracker with a dead token is asked to change nothing, and for its rollup once a turn at most", () => {
    expect(refused.filter((request) => !/^GET |\/search\/jql$/.test(request))).toEqual([]);
    const forRollup = refused.filter((request) => request.includes("/issue/"));
    expect(new Set(forRollup).size).toBe(1);
    // From Wednesday at nine to Thursday at three: a turn every three quarters of an hour.
    expect(forRollup.length).toBeLessThanOrEqual(40);
  });

  test("on Thursday Jira catches up, and the team has its new name in both", () => {
    for (const text of [evening("Thursday").jira, evening("Thursday").github]) {
      expect(text).not.toContain("was last read on");
      expect(text).toContain("Platform");
    }
  });

  test("on Friday the digest tells the first part of the page, once", () => {
    expect(digests).toHaveLength(1);
    expect(digests[0]?.text).toContain("TO DECIDE THIS WEEK");
    expect(digests[0]?.text).toContain("2026.4");
  });

  test("on Saturday the page is about the next increment", () => {
    expect(evening("Friday").github).toContain("Increment 2026.4");
    expect(evening("Saturday").github).toContain("Increment 2027.1");
    expect(evening("Saturday").jira).toContain("Increment 2027.1");
  });

  test("nothing was ever written twice, and no comment was begun but by the yes", () => {
    const lines = Object.values(diary).flat();
    const created = lines.filter((line) => line.startsWith("created"));
    expect(new Set(created).size).toBe(created.length);
    expect(lines.filter((line) => !/^(?:created|updated|resolved) /.test(line))).toEqual([]);
    for (const item of items) expect(hands.written(item).length).toBeLessThanOrEqual(1);
    expect(rollups).toEqual(["PMO-1", "acme/trains#1"]);
  });
});
