import { expect, test, vi } from "vitest";
import { readEnvironment } from "../../config/settings.ts";
import { rowsOf } from "../support/direct-query.ts";
import {
  asPlanted,
  firstToMend,
  tokens,
  useDoctorWorld,
  type DoctorWorld,
  type Planted,
} from "../support/doctor-world.ts";
import { signalbox } from "../support/terminal.ts";

const world = useDoctorWorld();

const dayMs = 86_400_000;

/** A day relative to today. */
function day(days: number): string {
  return new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
}

function replaced(at: DoctorWorld, from: string | RegExp, to: string): void {
  const before = at.text;
  at.text = at.text.replace(from, to);
  if (at.text === before) throw new Error(`the train file has no ${from}`);
}

/** Breaks the train file, and lets Signalbox read it. */
async function readWith(at: DoctorWorld, from: string | RegExp, to: string): Promise<void> {
  replaced(at, from, to);
  await synced(at);
}

async function synced(at: DoctorWorld): Promise<void> {
  const { code, stderr } = await at.sync();
  expect(code, stderr).toBe(0);
}

/** Writes both rollups. */
async function applied(at: DoctorWorld): Promise<void> {
  const { code, stderr } = await signalbox("apply", "--config", await at.file());
  expect(code, stderr).toBe(0);
}

const planted: readonly Planted[] = [
  {
    name: "a team that owns nothing",
    plant: (at) => readWith(at, "repo: acme/api,", "repo: acme/trains,"),
    first: "teams:small:team-owns-nothing:API",
    says: /API owns no item/u,
  },
  {
    name: "a label that no item has",
    plant: (at) => readWith(at, "repo: acme/api,", "repo: acme/api, label: backend,"),
    first: "teams:small:team-owns-nothing:API",
    says: /API owns no item/u,
  },
  {
    name: "a points pattern that matches nothing",
    plant: (at) => readWith(at, "label:points/*", "label:size/*"),
    first: "teams:small:points-pattern-matches-nothing:API",
    says: /no label matches the points pattern/u,
  },
  {
    name: "a repository without milestones",
    plant: async (at) => {
      at.sandbox.github.people.setMilestone({ repository: "acme/api", number: 1 }, null);
      await synced(at);
    },
    first: "teams:small:repository-without-milestones:API",
    says: /no item of acme\/api is in a milestone/u,
  },
  {
    name: "a board without items",
    plant: async (at) => {
      for (const key of ["PAY-1", "PAY-2", "PAY-3"]) {
        at.sandbox.jira.get("acme")?.people.editIssue(key, { customfield_10020: null, components: [] });
      }
      await readWith(at, "project: PAY, board: 7", "project: PAY");
    },
    first: "teams:small:team-without-plan:Checkout",
    says: /none of its 3 open items is in an open sprint/u,
  },
  {
    name: "sprints that lie across the iterations",
    plant: (at) => readWith(at, "iterations: { count: 3, length: 2w }", "iterations: { count: 9, length: 4d }"),
    first: "teams:small:timebox-without-iteration:Checkout:sprint:PAY 1",
    says: /“PAY 1” \(.+\) lies across the iterations/u,
  },
  {
    name: "a running sprint without dates",
    plant: async (at) => {
      at.sandbox.jira.get("acme")?.people.editSprint(1, { startDate: null, endDate: null });
      await synced(at);
    },
    first: "teams:small:timebox-without-iteration:Checkout:sprint:PAY 1",
    says: /“PAY 1” runs without dates/u,
  },
  {
    name: "a sprint that begins five days before its iteration",
    plant: async (at) => {
      const dates = { startDate: `${day(-12)}T08:00:00.000Z`, endDate: `${day(2)}T08:00:00.000Z` };
      at.sandbox.jira.get("acme")?.people.editSprint(1, dates);
      expect((await at.sync()).stdout).toMatch(/warning: Checkout: the sprint “PAY 1” \(.+reaches out of it/u);
    },
    first: "teams:small:calendar-mismatch:Checkout:sprint:PAY 1:now iteration 1",
    says: /“PAY 1” \(.+\) belongs to now iteration 1 \(.+\), but reaches out of it/u,
  },
  {
    name: "a link type that no link has",
    plant: (at) => readWith(at, "name: Blocks,", "name: Relates,"),
    first: "teams:small:link-type-without-links:Relates",
    says: /No link has the type “Relates”/u,
  },
  {
    name: "a calendar that ends within fourteen days",
    plant: (at) => readWith(at, "{ count: 3, length: 2w }", "{ count: 1, length: 2w }"),
    first: "teams:small:increment-ends-soon",
    says: /Increment now, the last of the train file, ends on/u,
  },
  {
    name: "a calendar that is over",
    plant: (at) => readWith(at, /starts: \S+/u, `starts: ${day(-100)}`),
    first: "teams:small:calendar-over",
    says: /The calendar of the train ended on/u,
  },
  {
    name: "a word of `statuses` that no item has",
    plant: (at) => readWith(at, "    dependencies:", "    statuses: { done: [Accepted] }\n    dependencies:"),
    first: "teams:small:status-word-without-items",
    says: /No item has the status, resolution or label “Accepted”/u,
  },
  {
    name: "a renamed project",
    plant: async (at) => {
      at.sandbox.jira.get("acme")?.administration.renameProject("PAY", "CHK");
      await synced(at);
    },
    first: "teams:small:renamed:project:PAY:CHK",
    says: /The project PAY is now called CHK/u,
  },
  {
    name: "data that is a day old",
    plant: () => rowsOf("update stream set completed_at = completed_at - interval '1 day'"),
    first: "source:small:acme",
    says: /acme was last read 24 hours ago/u,
  },
  {
    name: "texts in a connection that left the file",
    plant: (at) =>
      rowsOf(`insert into publication (marker, train, kind, connection, place, state, remote_id, resolved, created_at)
        values ('m', 'small', 'rollup', 'old', 'OLD', 'standing', '1', false, now())`).then(() => at),
    first: "connection:0",
    says: /1 text in connection old, which the train file no longer names/u,
  },
  {
    name: "a connection under another key, before Signalbox has written anything",
    plant: async (at) => {
      at.text = at.text.replaceAll("acme:", "acme2:").replaceAll("jira: acme,", "jira: acme2,");
      return Promise.resolve();
    },
    first: "connection:0",
    says: /acme2 looks like acme with another key/u,
  },
  {
    name: "a connection under another key",
    plant: async (at) => {
      await applied(at);
      at.text = at.text.replaceAll("acme:", "acme2:").replaceAll("jira: acme,", "jira: acme2,");
    },
    first: "connections",
    says: /acme2 in the train file is acme in the database/u,
  },
  {
    name: "a second Signalbox with an account of its own in GitHub",
    plant: async (at) => {
      await applied(at);
      at.sandbox.github.people.as("other-bot").createIssue("acme/trains", {
        title: "Small",
        labels: ["signalbox"],
        body: "<!-- signalbox:begin rollup:small:hub:acme/trains -->\nOld\n<!-- signalbox:end -->",
      });
    },
    first: "second:hub:rollup:small:hub:acme/trains",
    says: /Another account keeps a rollup of the same train in acme\/trains#2/u,
  },
  {
    name: "a text whose lines a person removed",
    plant: async (at) => {
      await applied(at);
      await rowsOf("update publication set state = 'held' where connection = 'hub'");
    },
    first: "held:small:",
    says: /A person removed our lines/u,
  },
  {
    name: "a text that the tracker refuses",
    plant: async (at) => {
      at.sandbox.github.admin.withhold("issues=write");
      const { code } = await signalbox("apply", "--config", await at.file());
      expect(code).toBe(1);
      at.sandbox.github.admin.withhold(null);
    },
    first: "publishing:small:hub",
    says: /HTTP 403/u,
  },
];

test.each(planted)("$name is the first to mend", async (one) => {
  await using ending = new AsyncDisposableStack();
  expect(await firstToMend(world(), one, ending)).toEqual(asPlanted(one));
});

test("doctor writes nothing into trackers, and only reads the database", async () => {
  await applied(world());
  const { jira, github } = world().sandbox;
  const writes: string[] = [];
  for (const tracker of [...jira.values(), github]) {
    tracker.onRequest(({ method, path, status }) => {
      if (method !== "GET" && status < 400 && !/graphql$|search\/jql$/u.test(path)) writes.push(`${method} ${path}`);
    });
  }
  // PostgreSQL refuses every write of such a session.
  const url = readEnvironment(process.cwd())["DATABASE_URL"];
  vi.stubEnv("DATABASE_URL", `${url}?options=${encodeURIComponent("-c default_transaction_read_only=on")}`);
  const { findings } = await world().examine();
  const toMend = findings.filter(({ outcome }) => outcome === "warning" || outcome === "blocks");
  expect(toMend.map(({ id }) => id)).toEqual(["database:read-only"]);
  expect(findings.map(({ id }) => id)).toContain("teams:small");
  expect(writes).toEqual([]);
});

test("one dead tracker hides nothing of the other", async () => {
  vi.stubEnv(tokens.jira, "hunter2");
  world().sandbox.github.admin.withhold("issues=write");
  const { findings } = await world().examine();
  const blocking = findings.filter(({ outcome }) => outcome === "blocks").map(({ id }) => id);
  expect(blocking).toEqual([
    "credentials:acme",
    "permission:hub:acme/api:issues-write",
    "permission:hub:acme/trains:issues-write",
  ]);
  const untried = findings.filter(({ connection, outcome }) => connection === "acme" && outcome === "not-tried");
  expect(untried.map(({ group }) => group)).toEqual([
    "permissions",
    "projects",
    "boards",
    "fields",
    "link-types",
    "webhooks",
  ]);
});

test("comments that wait are listed with their time, and are no fault", async () => {
  const people = world().sandbox.jira.get("acme")?.people;
  people?.editIssue("PAY-1", { customfield_10020: 1 });
  people?.editIssue("PAY-2", { customfield_10020: 2 });
  await synced(world());
  const { findings, first } = await world().examine();
  expect(first).toBeNull();
  const waiting = findings.find(({ id }) => id === "waiting:small");
  expect(waiting?.means).toMatch(
    /^1 text of small is kept back: PAY-1 \(waits: no person has accepted the proposal yet/u,
  );
});
