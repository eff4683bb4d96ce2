import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

/**
 * The raw records of a quarter of Titanium, read without any of Signalbox's code: owners, plan and dependencies by
 * docs/rules.md, as far as these train files need it.
 */
export type Quarter = {
  readonly keys: readonly string[];
  /** Team by the item's key; none for an item of no team. */
  readonly teams: ReadonlyMap<string, string>;
  /** Number of owned items that count per team: no parent of counted work, no sub-task of it. Cancelled ones too. */
  readonly counted: Readonly<Record<string, number>>;
  readonly iterations: ReadonlyMap<string, string>;
  /** `A-1 waits for A-2`, if a team owns either end. */
  readonly dependencies: readonly string[];
};

const Sprint = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  boardId: z.number().nullish(),
  startDate: z.string().nullish(),
  endDate: z.string().nullish(),
});
type Sprint = z.infer<typeof Sprint>;

const End = z.object({ key: z.string() }).optional();

const Issue = z.object({
  key: z.string(),
  fields: z.object({
    issuetype: z.object({ subtask: z.boolean() }),
    parent: End,
    resolution: z.object({ name: z.string() }).nullish(),
    status: z.object({ statusCategory: z.object({ key: z.string() }) }),
    customfield_10020: z.array(Sprint).nullish(),
    issuelinks: z.array(z.object({ type: z.object({ name: z.string() }), inwardIssue: End, outwardIssue: End })),
  }),
});
type Issue = z.infer<typeof Issue>;

const Train = z.object({
  increments: z.tuple([
    z.object({ iterations: z.array(z.object({ key: z.string(), starts: z.string(), ends: z.string() })) }),
  ]),
  teams: z.array(
    z.object({
      key: z.string(),
      from: z.object({ sprintName: z.string(), boards: z.array(z.number()).default([]) }),
    }),
  ),
});
type Train = z.infer<typeof Train>;

export function readQuarter(folder: string): Quarter {
  const [train] = z
    .object({ trains: z.tuple([Train]) })
    .parse(parse(readFileSync(`${folder}/signalbox.yaml`, "utf8"))).trains;
  const lines = readFileSync(`${folder}/jira/appcelerator/issues.ndjson`, "utf8").trim().split("\n");
  const issues = lines.map((line) => Issue.parse(JSON.parse(line)));
  const teams = new Map(issues.flatMap((issue) => pair(issue, teamOf(train, issue))));
  return {
    keys: issues.map(({ key }) => key),
    teams,
    counted: countedIn(issues, teams),
    iterations: new Map(issues.flatMap((issue) => pair(issue, iterationOf(train, issue)))),
    dependencies: dependenciesIn(issues).filter((text) => text.split(" waits for ").some((key) => teams.has(key))),
  };
}

/** Resolutions that end work without finishing it, in the export's spelling. */
const givenUp = /^(?:Won't|Duplicate|Invalid|Incomplete|Cannot Reproduce|Not )/u;

function countedIn(issues: readonly Issue[], teams: ReadonlyMap<string, string>): Readonly<Record<string, number>> {
  const owned = issues.filter(({ key }) => teams.has(key));
  const live = owned.filter(({ fields }) => !givenUp.test(fields.resolution?.name ?? ""));
  const parents = new Set(live.flatMap(({ fields }) => (fields.issuetype.subtask ? [] : (fields.parent?.key ?? []))));
  const alone = owned.filter(({ key, fields }) =>
    fields.issuetype.subtask ? !teams.has(fields.parent?.key ?? "") : !parents.has(key),
  );
  return Object.fromEntries(
    [...Map.groupBy(alone, ({ key }) => teams.get(key) ?? "")].map(([team, all]) => [team, all.length]),
  );
}

function pair({ key }: Issue, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[key, value]];
}

function teamOf({ teams }: Train, issue: Issue): string | undefined {
  const latest = sprintsOf(issue).at(-1);
  if (latest === undefined) return undefined;
  const owns = ({ from }: Train["teams"][number]) =>
    from.boards.some((board) => board === latest.boardId) || new RegExp(from.sprintName).test(latest.name);
  return teams.find(owns)?.key;
}

/** The latest last. */
function sprintsOf({ fields }: Issue): readonly Sprint[] {
  return (fields.customfield_10020 ?? []).toSorted((a, b) => placeOf(a) - placeOf(b) || a.id - b.id);
}

function placeOf({ startDate, endDate, state }: Sprint): number {
  const date = startDate ?? endDate;
  // A finite value for "ever" and "never", so that two of them compare as numbers.
  return typeof date === "string" ? Date.parse(date) : state === "future" ? 1e15 : -1e15;
}

function iterationOf(train: Train, issue: Issue): string | undefined {
  const isDone = issue.fields.status.statusCategory.key === "done";
  const box = sprintsOf(issue).findLast(({ state }) => isDone || state !== "closed");
  if (typeof box?.startDate !== "string" || typeof box.endDate !== "string") return undefined;
  const [from, to] = [Date.parse(box.startDate), Date.parse(box.endDate)];
  const shared = train.increments[0].iterations.map(({ key, starts, ends }) => {
    return { key, ms: Math.min(to, Date.parse(ends)) - Math.max(from, Date.parse(starts)) };
  });
  const [most] = shared.toSorted((a, b) => b.ms - a.ms);
  return most !== undefined && most.ms > 0 && most.ms >= (to - from) / 2 ? most.key : undefined;
}

/** Types that order their ends; of `Depends`, the arrow's target comes first. */
const first = new Map([
  ["Blocks", "source"],
  ["Gantt: finish-start", "source"],
  ["Gantt End to Start", "source"],
  ["Depends", "target"],
]);

function dependenciesIn(issues: readonly Issue[]): readonly string[] {
  const found = issues.flatMap((issue) =>
    issue.fields.issuelinks.flatMap(({ type, inwardIssue, outwardIssue }) => {
      const [source, target] =
        inwardIssue === undefined ? [issue.key, outwardIssue?.key] : [inwardIssue.key, issue.key];
      const which = first.get(type.name);
      if (which === undefined) return [];
      return which === "source" ? `${target} waits for ${source}` : `${source} waits for ${target}`;
    }),
  );
  return [...new Set(found)];
}
