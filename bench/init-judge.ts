import { z } from "zod";
import type { SandboxData } from "../sandbox/data.ts";
import type { Train } from "../src/domain/model/train.ts";

export type Judged = {
  /** Share of the items that ever were in a sprint or milestone whose team is the one that the given file has. */
  readonly teamsRight: number;
  /** Share of those teams' sprints, of the three years before the last one, on whose first day, give or take two, an iteration begins. */
  readonly iterationsRight: number;
  /** Share of the given file's link types that mean the same. */
  readonly directionsRight: number;
};

export type Case = { readonly data: SandboxData; readonly given: Train; readonly proposed: Train };

const Sprint = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  boardId: z.number().nullish(),
  originBoardId: z.number().nullish(),
  startDate: z.string().nullish(),
  endDate: z.string().nullish(),
});
type Sprint = z.infer<typeof Sprint>;
const Issue = z.looseObject({ key: z.string(), fields: z.looseObject({ project: z.object({ key: z.string() }) }) });

const dayMs = 86_400_000;

/** Compares a proposed train with a given one, by the raw records and without any of Signalbox's own reading of them. */
export function judge({ data, given, proposed }: Case): Judged {
  return {
    teamsRight: rounded(teamsRight(data, given, proposed)),
    iterationsRight: rounded(iterationsRight(data, given, proposed)),
    directionsRight: rounded(directionsRight(given, proposed)),
  };
}

type Item = { readonly container: string; readonly latest: Sprint | null };

function teamsRight(data: SandboxData, given: Train, proposed: Train): number {
  const items = [...jiraItems(data), ...githubItems(data)];
  const pairs = items.map((item) => [teamOf(given, item), teamOf(proposed, item)] as const);
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(JSON.stringify(pair), (counts.get(JSON.stringify(pair)) ?? 0) + 1);
  // One team of the one file is one team of the other: those that share most items.
  const taken = new Set<string>();
  let right = 0;
  for (const [pair, count] of [...counts].toSorted(([, a], [, b]) => b - a)) {
    const [ours, theirs] = z.tuple([z.string().nullable(), z.string().nullable()]).parse(JSON.parse(pair));
    const names = [`given ${ours}`, `proposed ${theirs}`];
    if (ours === null || theirs === null || names.some((name) => taken.has(name))) continue;
    for (const name of names) taken.add(name);
    right += count;
  }
  return right / items.length;
}

function jiraItems({ jira }: SandboxData): readonly Item[] {
  return Object.values(jira).flatMap(({ issues, fields }) => {
    const field = fields.find((one) => one["name"] === "Sprint")?.["id"];
    return issues.flatMap((raw): Item[] => {
      const issue = Issue.safeParse(raw).data;
      const sprints = z.array(Sprint).safeParse(issue?.fields[String(field)]).data ?? [];
      const latest = sprints.toSorted((a, b) => placeOf(a) - placeOf(b) || a.id - b.id).at(-1);
      return issue === undefined || latest === undefined ? [] : [{ container: issue.fields.project.key, latest }];
    });
  });
}

function githubItems({ github }: SandboxData): readonly Item[] {
  return Object.entries(github).flatMap(([container, { issues }]) =>
    issues.filter((issue) => issue["milestone"] != null).map(() => ({ container, latest: null })),
  );
}

function placeOf({ startDate, endDate, state }: Sprint): number {
  const date = startDate ?? endDate;
  return typeof date === "string" ? Date.parse(date) : state === "future" ? 1e15 : -1e15;
}

function teamOf({ teams }: Train, { container, latest }: Item): string | null {
  const owner = teams.find(({ from }) => {
    if (from.system === "github") return latest === null && from.repos.includes(container);
    if (latest === null || (from.projects.length > 0 && !from.projects.includes(container))) return false;
    if (from.boards.length === 0 && from.sprintName === null) return true;
    return (
      from.boards.some((board) => board === (latest.boardId ?? latest.originBoardId)) ||
      (from.sprintName !== null && new RegExp(from.sprintName).test(latest.name))
    );
  });
  return owner?.key ?? null;
}

function iterationsRight({ jira }: SandboxData, given: Train, proposed: Train): number {
  const starts = proposed.increments.flatMap(({ iterations }) => iterations.map(({ startsAt }) => startsAt));
  const sprints = Object.values(jira)
    .flatMap((site) => site.sprints)
    .flatMap((raw) => Sprint.safeParse(raw).data ?? [])
    .filter((sprint) => ownsSprint(given, sprint))
    .flatMap(({ startDate }) => (startDate == null ? [] : Date.parse(startDate)))
    // A sprint of years ahead is a slip of the pen.
    .filter((at) => at <= Date.now() + 400 * dayMs);
  const last = new Date(Math.max(...sprints)).getUTCFullYear();
  const counted = sprints.filter((at) => new Date(at).getUTCFullYear() >= last - 3);
  const right = counted.filter((at) => starts.some((start) => at > start - 2 * dayMs && at < start + 3 * dayMs));
  return right.length / counted.length;
}

/** Whether a team of the given file plans in a sprint; a team by its project alone does not say, and counts as one that does. */
function ownsSprint({ teams }: Train, { name, originBoardId }: Sprint): boolean {
  const bySprint = teams.filter(({ from }) => from.system === "jira" && from.sprintName !== null);
  if (bySprint.length === 0) return true;
  return bySprint.some(
    ({ from }) =>
      from.system === "jira" &&
      (from.boards.some((board) => board === originBoardId) || new RegExp(from.sprintName ?? "").test(name)),
  );
}

function directionsRight(given: Train, proposed: Train): number {
  const right = given.linkMeanings.filter(({ name, means }) =>
    proposed.linkMeanings.some((other) => other.name.toLowerCase() === name.toLowerCase() && other.means === means),
  );
  return right.length / given.linkMeanings.length;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
