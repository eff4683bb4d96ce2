import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, type Random } from "../../sandbox/demo-data/random.ts";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { isKeyRef, type LinkEnd } from "../../src/domain/ids.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { Team, Train } from "../../src/domain/model/train.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { setupFaultWords } from "../../src/reporting/setup-words.ts";
import { openApp } from "../support/app.ts";
import { evaluate } from "../support/look-once.ts";

/*
 * The demo's train file with one thing in it that nothing bears, two hundred times over: each has to be named, whatever it
 * is, and no such train is ever green. Only what is over depends on anything, so that no conflict hides what is asked here.
 */
const now = Date.parse("2026-11-23T08:00:00Z");
const ending = new AsyncDisposableStack();
let model: Model;
let train: Train;

beforeAll(async () => {
  const data = generateDemo({ seed: 1, now });
  const clock = () => now;
  const sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const place = await openApp({ connections: sandbox.connections, trainFile: data.trainFile, clock }, ending);
  await syncAll(place, { full: false });
  const whole = await place.store.loadModel();
  const isOver = (end: LinkEnd) => !isKeyRef(end) && whole.items.get(end)?.status === "done";
  model = {
    ...whole,
    links: new Map([...whole.links].filter(([, { source, target }]) => isOver(source) && isOver(target))),
  };
  const [first] = place.trains;
  if (first === undefined) throw new Error("the demo has no train");
  train = first;
}, 120_000);

afterAll(() => ending.disposeAsync());

type Spoiled = { readonly train: Train; readonly dead: string };
type Spoil = (random: Random, word: string) => Spoiled;

function withTeam(change: Partial<Team["from"]>, system: "jira" | "github", random: Random): Train {
  const fitting = train.teams.filter(({ from }) => from.system === system);
  const chosen = random.pick(fitting);
  const teams = train.teams.map((team): Team =>
    team === chosen ? { ...team, from: { ...team.from, ...change } as Team["from"] } : team,
  );
  return { ...train, teams };
}

/** A value alone, or beside one that lives. */
function listed(random: Random, word: string, living: readonly string[]): readonly string[] {
  return random.chance(0.5) ? [word] : [random.pick(living), word];
}

const spoils: readonly Spoil[] = [
  (random, dead) => ({
    dead,
    train: withTeam({ projects: listed(random, dead, ["PAY", "LED", "RSK", "MOB"]) }, "jira", random),
  }),
  (random, dead) => ({ dead, train: withTeam({ components: [dead] }, "jira", random) }),
  (random, dead) => ({ dead, train: withTeam({ labels: [dead] }, "jira", random) }),
  (random, dead) => ({ dead, train: withTeam({ jql: `labels = ${dead}` }, "jira", random) }),
  (random, dead) => ({ dead, train: withTeam({ sprintName: `^${dead}` }, "jira", random) }),
  (random) => {
    const board = random.int(900, 999);
    return { dead: `board ${board}`, train: withTeam({ boards: [board] }, "jira", random) };
  },
  (random, dead) => {
    const repo = `acme/${dead}`;
    return { dead: repo, train: withTeam({ repos: listed(random, repo, ["acme/api", "acme/web"]) }, "github", random) };
  },
  (random, dead) => ({ dead, train: withTeam({ labels: [dead] }, "github", random) }),
  (random, dead) => ({ dead, train: withTeam({ pointsLabel: `${dead}/*` }, "github", random) }),
  (random, dead) => {
    const meaning = { name: dead, means: "source-blocks-target" } as const;
    return {
      dead,
      train: { ...train, linkMeanings: listed(random, dead, ["Blocks"]).map((name) => ({ ...meaning, name })) },
    };
  },
  (random, dead) => {
    const increments = train.increments.map((increment) => ({ ...increment, iterations: [...increment.iterations] }));
    const [increment] = increments;
    const place = random.int(0, 1);
    const iteration = increment?.iterations[place];
    if (increment !== undefined && iteration !== undefined) {
      increment.iterations[place] = { ...iteration, sprintName: `^${dead}` };
    }
    return { dead, train: { ...train, increments } };
  },
];

describe("a train file with one criterion that nothing bears", () => {
  test("is never green and always named, two hundred times over", () => {
    const kinds = new Set<number>();
    const wrong: string[] = [];
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = createRandom(seed);
      const kind = random.int(0, spoils.length - 1);
      kinds.add(kind);
      const { train: own, dead } = (spoils[kind] ?? unknownKind)(random, `zq${seed}`);
      const { setup, rollup } = evaluated(own);
      const named = setup.faults.some((fault) => setupFaultWords(fault, own.timeZone).includes(dead));
      if (!named || rollup.verdict.level === "on-track") wrong.push(`${seed}: ${dead} ${rollup.verdict.level}`);
    }
    expect(wrong).toEqual([]);
    expect(kinds.size).toBe(spoils.length);
  });

  test("with none, nothing is said, and it is green", () => {
    const { setup, rollup } = evaluated(train);
    // The demo's own, about a sprint: no criterion.
    expect(setup.faults.map(({ kind }) => kind)).toEqual(["calendar-mismatch"]);
    expect(rollup.verdict).toEqual({ level: "on-track", reasons: [] });
  });
});

/** Without what teams have planned, which is no criterion. */
function evaluated(own: Train) {
  const rules = { ...own.rules, "over-capacity": "off" } as const;
  return evaluate({ model, train: { ...own, rules }, previous: [], past: null, at: now });
}

function unknownKind(): never {
  throw new Error("there is no such kind");
}
