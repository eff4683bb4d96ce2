import type { LinkEnd } from "../domain/ids.ts";
import type { ItemName } from "../domain/items/item-name.ts";
import type { DataQuality, HiddenItems } from "../domain/rollup/rollup.ts";
import { projectOf, type Train } from "../domain/model/train.ts";
import type { Block, Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { hintLines } from "./hint-lines.ts";
import { keyLink, text } from "./item-words.ts";
import { setupFaultWords, statusWords } from "./setup-words.ts";
import { counted } from "../domain/counted.ts";

/** How reliable the figures are: names only what is missing, with the items to fix first and the remedy. */
export function qualitySection(evaluation: Evaluation): readonly Block[] {
  const { dataQuality, items } = evaluation.rollup;
  const findings = [
    ...countFindings(evaluation),
    ...setupFindings(evaluation),
    ...readingFindings(evaluation),
    ...hintLines(evaluation),
  ];
  return [
    { type: "heading", level: 2, content: [text("Data quality")] },
    {
      type: "paragraph",
      content: [text(`${counted(items, "item")} read: ${ownersWords(dataQuality)}.`)],
    },
    ...(findings.length === 0 ? [] : [{ type: "list", items: findings, omitted: 0, keep: "always" } as const]),
    howCounted,
  ];
}

/** `761 owned by a team, 2 reached by a dependency or a parent`; without what there is none of, teams apart. */
function ownersWords({ owned, neighbours, unassigned }: Evaluation["rollup"]["dataQuality"]): string {
  return [
    `${owned} owned by a team`,
    ...(neighbours === 0 ? [] : [`${neighbours} reached by a dependency or a parent`]),
    ...(unassigned === 0 ? [] : [`${unassigned} owned by no team`]),
  ].join(", ");
}

type Finding = readonly Inline[];

function countFindings({ rollup, view }: Evaluation): readonly Finding[] {
  const { withoutEstimate, withoutIteration, unreadableEnds, worst } = rollup.dataQuality;
  const findings: Finding[] = [];
  if (withoutEstimate > 0) {
    const first = isCut(worst.withoutEstimate, withoutEstimate) ? ", first in" : "";
    const what = `${countedOpen(withoutEstimate)} without an estimate; points leave ${them(withoutEstimate)} out. ${estimateRemedy(view.train)}${first}: `;
    findings.push([text(what), ...namesOf(worst.withoutEstimate.map(link), withoutEstimate)]);
  }
  if (withoutIteration > 0) {
    const first = isCut(worst.withoutIteration, withoutIteration) ? ", first" : "";
    const what = `${countedOpen(withoutIteration)} without an iteration. Put ${them(withoutIteration)} into ${boxesIn(view.train)} of the calendar${first}: `;
    findings.push([text(what), ...namesOf(worst.withoutIteration.map(link), withoutIteration)]);
  }
  if (unreadableEnds > 0) {
    const what = `${counted(unreadableEnds, "end of a dependency", "ends of dependencies")} that Signalbox cannot read. Give it access, or correct the link: `;
    const ends = worst.unreadableEnds.map(({ end, other }) => endWords(view, end, other));
    findings.push([text(what), ...namesOf(ends, unreadableEnds)]);
  }
  return findings;
}

function countedOpen(count: number): string {
  return counted(count, "open item");
}

function them(count: number): string {
  return count === 1 ? "it" : "them";
}

/** Only some of them have names. */
function isCut(named: readonly unknown[], count: number): boolean {
  return named.length < count;
}

/** In the words of the train's trackers. */
function estimateRemedy({ teams }: Train): string {
  const jira = teams.some(({ from }) => from.system === "jira") ? ["the estimate field in Jira"] : [];
  const labels = teams.flatMap(({ from }) =>
    from.system === "github" && from.pointsLabel !== null
      ? [`a label such as ${from.pointsLabel.replace("*", "3")}`]
      : [],
  );
  const isInProject = teams.some((team) => projectOf(team) !== null);
  const project = isInProject ? ["the estimate field of the GitHub project"] : [];
  return `Set ${[...jira, ...project, ...labels.slice(0, 1)].join(" or ")}`;
}

const boxWords = {
  sprint: "a sprint",
  version: "a version",
  milestone: "a milestone",
  iteration: "an iteration",
} as const;

/** `a sprint or a milestone` */
function boxesIn({ teams }: Train): string {
  return [...new Set(teams.map(({ from }) => boxWords[from.iterations]))].join(" or ");
}

function link({ key, url }: ItemName): Finding {
  return [url === "" ? text(key) : { type: "link", text: key, url }];
}

function endWords(view: Evaluation["view"], end: LinkEnd, other: LinkEnd): Finding {
  return [keyLink(view, end), text(" (named by "), keyLink(view, other), text(")")];
}

/** `PAY-1, PAY-2, PAY-3 and 12 more.` */
function namesOf(names: readonly Finding[], count: number): Finding {
  const rest = count - names.length;
  return [
    ...names.flatMap((name, place) => (place === 0 ? name : [text(", "), ...name])),
    text(rest > 0 ? ` and ${rest} more.` : "."),
  ];
}

/** Criteria of the train file that match nothing; the verdict panel has the calendar. */
function setupFindings({ setup, view }: Evaluation): readonly Finding[] {
  return setup.faults
    .filter(({ kind }) => kind !== "calendar-over" && kind !== "increment-ends-soon")
    .map((fault) => [text(setupFaultWords(fault, view.train.timeZone))]);
}

function readingFindings({ rollup: { dataQuality: quality }, setup }: Evaluation): readonly Finding[] {
  const { rejectedRecords, drafts, hiddenItems, lacking, sources } = quality;
  const named = namedBoxes(setup);
  const sprintsWithoutIteration = quality.sprintsWithoutIteration.filter((name) => !named.has(name));
  const lines: string[] = [
    ...guessLines(quality.guessedStatuses),
    ...quality.estimatesWithoutNumber.map(estimateWords),
  ];
  if (rejectedRecords > 0) {
    lines.push(`${counted(rejectedRecords, "record")} not read whole by the last sync; the log names them.`);
  }
  if (sprintsWithoutIteration.length > 0) lines.push(sprintWords(sprintsWithoutIteration));
  for (const { project, count } of drafts) {
    const convert = count === 1 ? "it to an issue" : "them to issues";
    lines.push(
      `${counted(count, "draft issue")} of the project ${project}: Signalbox counts no drafts. Convert ${convert} to plan with ${them(count)}.`,
    );
  }
  lines.push(...hiddenItems.map(hiddenWords));
  lines.push(...lacking.map(lackingWords));
  for (const { connection, completedAt } of sources) {
    if (completedAt === null) lines.push(`${connection} has never been read to the end.`);
  }
  return lines.map((words) => [text(words)]);
}

function hiddenWords(hidden: HiddenItems): string {
  const { count } = hidden;
  const of = "project" in hidden ? `of the project ${hidden.project}` : `of the query "${hidden.query}"`;
  const remedy =
    "project" in hidden
      ? `Give the account access to the repository, or remove ${them(count)} from the project.`
      : `Give the account access to ${count === 1 ? "its project" : "their project"}; if that is archived or deleted, name the other projects in the query.`;
  const are = count === 1 ? "is" : "are";
  return `${counted(count, "open item")} ${of} ${are} hidden from our account: Signalbox keeps ${them(count)} as last read. ${remedy}`;
}

/** Timeboxes that a fault of the set-up names: the page names each once. */
function namedBoxes({ faults }: Evaluation["setup"]): ReadonlySet<string> {
  return new Set(
    faults.flatMap((fault) => {
      if (fault.kind === "team-without-plan") return fault.boxes;
      return fault.kind === "timebox-without-iteration" ? [fault.name] : [];
    }),
  );
}

/** Number of words named before the rest is only counted. */
const namedWords = 8;

/** One line for each status that items have because of their words alone. */
function guessLines(guesses: DataQuality["guessedStatuses"]): readonly string[] {
  const kinds = Map.groupBy(guesses, ({ means }) => means);
  return [...kinds].map(([means, words]) => {
    const count = words.reduce((total, word) => total + word.count, 0);
    const named = words.slice(0, namedWords).map((one) => `“${one.word}” (${one.bearer}, ${one.count})`);
    const more = words.length > namedWords ? ` and ${counted(words.length - namedWords, "other word")}` : "";
    const why =
      means === "done"
        ? "because their tracker has finished them, with words that no list knows"
        : "because of a word alone";
    const what = `${counted(count, "item counts", "items count")} as ${statusWords[means]} ${why}`;
    return `${what}: ${named.join(", ")}${more}. Say under \`statuses\` of the train what the words mean.`;
  });
}

function estimateWords({ connection, words }: DataQuality["estimatesWithoutNumber"][number]): string {
  const examples = words.map((word) => `“${word}”`).join(", ");
  return `The estimates in ${connection} hold no numbers, only words such as ${examples}: no item there has points. Write numbers, or have another field or label read.`;
}

/** One line for a server without dependencies and the like. */
function lackingWords({ connection, facts }: DataQuality["lacking"][number]): string {
  const what = `The server of ${connection} has no ${facts.join(" and no ")}.`;
  return facts.includes("dependencies") ? `${what} Dependencies there come from texts such as “Blocked by #12”.` : what;
}

/** Number of sprints named before the rest is only counted. */
const namedSprints = 5;

function sprintWords(sprints: readonly string[]): string {
  const named = sprints.slice(0, namedSprints).map((name) => `“${name}”`);
  const more = sprints.length > namedSprints ? ` and ${sprints.length - namedSprints} more` : "";
  return `Open work sits in sprints, versions or milestones that fit no iteration of the train: ${named.join(", ")}${more}. Correct or set their dates, or give an iteration their name.`;
}

const howCounted: Block = {
  type: "details",
  summary: "How this is counted",
  keep: "always",
  blocks: [
    {
      type: "list",
      items: [
        "Cells read items done/planned · points done/planned. Cancelled work is in neither; unestimated items carry no points.",
        "An item with others below it is counted by those, a sub-task by its story: nothing is added up twice. Epics and sub-tasks lack no estimate and no iteration.",
        "An open item counts for the iteration its current sprint or milestone falls in; one left only in closed sprints is back in the backlog.",
        "Off track: a conflict touches work that is under way, overdue, or planned for this or the next iteration. At risk: any other conflict or risk.",
        "Load is what is planned for an iteration; finished lately is the mean of the team's last three iterations.",
      ].map((line) => [text(line)]),
      omitted: 0,
    },
  ],
};
