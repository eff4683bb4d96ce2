import { dayAt } from "./days.ts";
import type { ProposedCalendar } from "./proposal.ts";
import type { ReportPlace } from "./report-place.ts";
import type { SiteLook } from "./site-look.ts";

export type Context = {
  /** By the place of the look; null where there is none. */
  readonly reports: readonly (ReportPlace | null)[];
  readonly calendar: ProposedCalendar;
  /** Epoch milliseconds. */
  readonly now: number;
};

const longAgo = 60;

/** What stands in the way, or what a person should know, in sentences. */
export function lookNotes(looks: readonly SiteLook[], { reports, calendar, now }: Context): readonly string[] {
  return [...looks.flatMap((look, place) => notesOf(look, reports[place] ?? null)), ...calendarNotes(calendar, now)];
}

function notesOf(look: SiteLook, report: ReportPlace | null): readonly string[] {
  const { connection, system, containers, containersInAll, boxes, boards, items, refused } = look;
  const what = system === "jira" ? "projects" : "repositories";
  const ends = boxes.filter(({ kind }) => kind !== "iteration");
  const undated = ends.filter(({ startsAt, endsAt }) => startsAt === null && endsAt === null).length;
  const [have, them, theyGet] = undated === 1 ? ["has", "it", "it gets"] : ["have", "them", "they get"];
  const boxWord = system === "jira" ? "sprints" : "milestones";
  return [
    ...refused,
    ...(containersInAll !== null && containersInAll > containers.length && containers.length > 0
      ? [
          `${connection} has ${containersInAll} ${what}: Signalbox looked at the ${containers.length} that changed last.`,
        ]
      : []),
    ...(containers.length === 0
      ? [`${connection} shows our account no ${what}. Give it access, or leave this tracker out.`]
      : []),
    ...(containers.length > 0 && items.length === 0 ? [`${connection} has no issues yet.`] : []),
    ...(undated > 0
      ? [
          `${undated} of ${ends.length} ${boxWord} of ${connection} ${have} no dates: what is in ${them} has no iteration until ${theyGet} some.`,
        ]
      : []),
    ...(items.length > 0 && boxes.length === 0
      ? [
          `${connection} has no ${boxWord}${system === "jira" && boards.length > 0 ? ", only boards without any" : ""}: its items have no iteration.`,
        ]
      : []),
    ...(report === null && containers.length > 0
      ? [
          `Our account cannot create issues in ${connection}: it is enough to read. Before \`apply\`, name a place under reports.rollup and let the account create issues there.`,
        ]
      : []),
  ];
}

function calendarNotes({ increments, confidence }: ProposedCalendar, now: number): readonly string[] {
  if (confidence === "guess") return ["Nothing in the trackers has dates: the calendar is a guess from today on."];
  const shown = increments.flatMap(({ iterations }) => iterations.filter(({ isNew }) => !isNew));
  const days = dayAt(now, "UTC") - Math.max(...shown.map(({ endsOn }) => endsOn));
  return days > longAgo ? [`The last sprint ended ${days} days ago: no other has begun since.`] : [];
}
