import { dayText } from "../domain/proposal/days.ts";
import { daysWords } from "../domain/proposal/calendar.ts";
import { percent } from "../domain/proposal/counting.ts";
import type { LinkTypeReading } from "../domain/proposal/link-directions.ts";
import type { Proposal, ProposedCalendar } from "../domain/proposal/proposal.ts";
import type { ProposedIncrement } from "../domain/proposal/increments.ts";
import type { SiteLook } from "../domain/proposal/site-look.ts";
import { counted } from "../domain/counted.ts";

/** A proposal for a person: what was seen, what it means, and what stands in the way. */
export function proposalLines(proposal: Proposal, looks: readonly SiteLook[]): readonly string[] {
  const { timeZone, calendar, linkTypes, leftOut, notes } = proposal;
  return [
    ...looks.map(lookLine),
    "",
    ...memberLines(proposal),
    `Time zone ${timeZone.value} (${timeZone.why}).`,
    ...calendarLines(calendar),
    "",
    "Teams, by a sample of the newest items:",
    ...teamLines(proposal),
    ...linkLines(linkTypes),
    ...reportLines(proposal),
    ...(leftOut.length === 0 ? [] : ["", ...leftOut.map(({ container, why }) => `Left out: ${container} (${why}).`)]),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `note: ${note}`)]),
    "",
  ];
}

function lookLine({
  connection,
  account,
  containers,
  system,
  boards,
  boxes,
  projects,
  items,
  links,
}: SiteLook): string {
  const [place, box] = system === "jira" ? ["project", "sprint"] : ["repository", "milestone"];
  const places =
    containers.length === 1
      ? `1 ${place}`
      : `${containers.length} ${place === "project" ? "projects" : "repositories"}`;
  const onBoards = system === "jira" ? `, ${counted(boards.length, "board")}` : "";
  const inProjects = projects.length === 0 ? "" : `, ${counted(projects.length, "open project")}`;
  return `${connection}: as ${account} Signalbox sees ${places}${onBoards}, ${counted(boxes.length, box)}${inProjects}; it read ${counted(items.length, "item")} and ${counted(links.length, "link")} of them.`;
}

/** What belongs together, as far as something joins it. */
function memberLines({ members }: Proposal): readonly string[] {
  const joined = members.map(({ container, why }) => (why === "" ? container : `${container} (${why})`));
  return members.length < 2 ? [] : [`These belong together: ${joined.join("; ")}.`];
}

function calendarLines({ increments, length, why }: ProposedCalendar): readonly string[] {
  const shown = increments.slice(-3);
  const before = increments.length - shown.length;
  return [
    `Iterations of ${daysWords(length).replace(/^week$/u, "1 week")} (${why}):`,
    ...(before > 0 ? [`  ${counted(before, "earlier increment")}, from ${startOf(increments[0])}`] : []),
    ...shown.map(
      (increment) => `  ${increment.key}: ${counted(increment.iterations.length, "iteration")}, ${spanOf(increment)}`,
    ),
  ];
}

function startOf(increment: ProposedIncrement | undefined): string {
  return dayText(increment?.iterations[0]?.startsOn ?? 0);
}

function spanOf(increment: ProposedIncrement): string {
  const last = dayText((increment.iterations.at(-1)?.endsOn ?? 1) - 1);
  const isNew = increment.iterations.every((iteration) => iteration.isNew);
  return `${startOf(increment)} to ${last}${isNew ? ", continued: no sprint shows it yet" : ""}`;
}

function teamLines({ teams, previews, unowned }: Proposal): readonly string[] {
  const lines = teams.map(({ key, name, why }) => {
    const preview = previews.find(({ team }) => team === key);
    if (preview === undefined || preview.owned === 0) return `  ${name}: no item of the sample. ${why}.`;
    const { owned, plannable, withEstimate, withIteration, samples } = preview;
    const shares = `${percent(withEstimate, plannable)} with estimate, ${percent(withIteration, plannable)} with iteration`;
    return `  ${name}: ${counted(owned, "item")}, ${shares}, such as ${samples.join(", ")}. ${why}.`;
  });
  const without = unowned.map(
    ({ container, keys }) =>
      `  no team: ${counted(keys.length, "item")} of ${container}, such as ${keys.slice(0, 3).join(", ")}`,
  );
  return [...lines, ...without];
}

function linkLines(types: readonly LinkTypeReading[]): readonly string[] {
  if (types.length === 0) return [];
  const inOrder = types.toSorted((a, b) => b.uses - a.uses || (a.type.name < b.type.name ? -1 : 1));
  return [
    "",
    "Link types:",
    ...inOrder.map(({ type, uses, means }) => {
      const words = `${type.name} (“${type.outward}”, “${type.inward}”), ${counted(uses, "link")}`;
      return `  ${words}: ${means.value ?? "no dependency"}, because ${means.why}.`;
    }),
  ];
}

function reportLines({ reports }: Proposal): readonly string[] {
  return [
    "",
    ...reports.map(({ container, connection, issueType, why }) => {
      const kind = issueType === null ? "" : ` as a new ${issueType}, which our account may create`;
      return `The rollup would be kept in ${container} of ${connection}${kind} (${why}).`;
    }),
  ];
}

/** A proposal as one JSON value, each decision with its confidence and reason. */
export function proposalJson(proposal: Proposal, looks: readonly SiteLook[]): object {
  const { calendar, linkTypes, ...rest } = proposal;
  return {
    ...rest,
    trackers: looks.map(
      ({ connection, system, account, containers, boards, boxes, projects, items, links, refused }) => ({
        connection,
        system,
        account,
        containers: containers.map(({ key }) => key),
        boards: boards.length,
        boxes: boxes.length,
        ...(projects.length === 0 ? {} : { projects: projects.map(({ address }) => address) }),
        items: items.length,
        links: links.length,
        refused,
      }),
    ),
    calendar: {
      ...calendar,
      increments: calendar.increments.map(({ key, iterations }) => ({
        key,
        iterations: iterations.map((one) => ({ ...one, startsOn: dayText(one.startsOn), endsOn: dayText(one.endsOn) })),
      })),
    },
    linkTypes: linkTypes.map(({ connection, type, uses, sourceFirst, targetFirst, means }) => ({
      connection,
      ...type,
      uses,
      sourceFirst,
      targetFirst,
      means: means.value,
      confidence: means.confidence,
      why: means.why,
    })),
  };
}
