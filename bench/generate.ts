import type { SandboxData } from "../sandbox/data.ts";
import { addressesOf } from "../sandbox/demo-data/addresses.ts";
import { calendarAt } from "../sandbox/demo-data/calendar.ts";
import type { Dependency, Draft } from "../sandbox/demo-data/draft.ts";
import { repositories } from "../sandbox/demo-data/github/repositories.ts";
import { jiraSite } from "../sandbox/demo-data/jira/site.ts";
import { createLifeGenerator, type LifeGenerator } from "../sandbox/demo-data/life.ts";
import type { DemoPlan } from "../sandbox/demo-data/plan.ts";
import { createRandom, type Random } from "../sandbox/demo-data/random.ts";
import { referencesIn } from "../sandbox/demo-data/references.ts";
import { teamOf, teams, type TeamPlan } from "../sandbox/demo-data/teams.ts";
import type { TeamKey } from "../sandbox/demo-data/texts.ts";
import { trainText } from "../sandbox/demo-data/train-text.ts";
import { bulkDescription, bulkTitle } from "./bulk-text.ts";

export type BulkOptions = {
  /** Total number of issues, half of them in one Jira site, half in two repositories. */
  readonly items: number;
  readonly seed: number;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** The first of this number of items is a feature, the others belong to it. */
const familySize = 12;

/** Share of items with a link of their own, which touches twice as many. */
const linking = 0.15;

/** The demo's shapes in bulk: sprints and milestones, points, histories, and links between a third of the items. */
export function generateBulk({ items, seed, now }: BulkOptions): SandboxData {
  const random = createRandom(seed);
  const calendar = calendarAt(now);
  const lifeFor = createLifeGenerator(random, calendar);
  const drafts = Array.from({ length: items }, (_, index) => draft(random, lifeFor, index));
  const dependencies = dependenciesAmong(random, drafts);
  const addresses = addressesOf({ drafts, pulls: [], past: [], last: [] });
  const references = referencesIn(random, addresses, dependencies);
  const plan: DemoPlan = {
    random,
    calendar,
    drafts,
    dependencies,
    pulls: [],
    addresses,
    descriptionOf: (one) => bulkDescription(random, references.get(one) ?? []),
    commentsOn: () => [],
  };
  return {
    jira: { acme: jiraSite(plan) },
    github: repositories(plan),
    trainFile: trainText(calendar, ["payments"]),
    problems: [],
  };
}

/** Jira's four teams alternate with GitHub's two, each of those twice. */
const turns: readonly TeamKey[] = ["checkout", "api", "ledger", "web", "risk", "api", "mobile", "web"];

function teamAt(index: number): TeamPlan {
  return teamOf(turns[index % turns.length] ?? "api");
}

function draft(random: Random, lifeFor: LifeGenerator, index: number): Draft {
  const team = teamAt(index);
  const place = Math.floor(index / turns.length);
  const family = `${turns.indexOf(team.key)}/${index % turns.length}/${Math.floor(place / familySize)}`;
  const isFeature = place % familySize === 0;
  const iteration = isFeature ? 0 : random.int(0, 10);
  return {
    id: isFeature ? family : `item/${index}`,
    team: team.key,
    kind: isFeature ? "feature" : random.pick(["story", "story", "task", "bug"]),
    title: bulkTitle(random, index),
    why: "",
    featureId: isFeature ? null : family,
    ...lifeFor({ team, iteration }),
    points: isFeature || random.chance(0.2) ? null : random.pick([1, 2, 3, 5, 8]),
    dueOn: null,
    reporter: random.pick(team.members),
    assignee: random.chance(0.6) ? random.pick(team.members) : null,
    staged: false,
  };
}

/** Within one tracker mostly by its own relation, across trackers by text. */
function dependenciesAmong(random: Random, drafts: readonly Draft[]): readonly Dependency[] {
  return drafts.flatMap((consumer, index): Dependency[] => {
    if (!random.chance(linking)) return [];
    const provider = drafts[random.int(Math.max(0, index - 400), index)];
    if (provider === undefined || provider === consumer) return [];
    const isSame = teamOf(provider.team).home.system === teamOf(consumer.team).home.system;
    return [{ consumer, provider, via: isSame ? "native" : "text" }];
  });
}

/** The minimum number of requests of a sync: pages of 100 of each site and each repository that a team plans in. */
export function leastPages({ jira, github }: SandboxData): number {
  const repos = new Set(teams.flatMap(({ home }) => (home.system === "github" ? home.repo : [])));
  const counts = [
    ...Object.values(jira).map(({ issues }) => issues.length),
    ...Object.entries(github).map(([repo, { issues }]) => (repos.has(repo) ? issues.length : 0)),
  ];
  return counts.reduce((pages, count) => pages + Math.ceil(count / 100), 0);
}
