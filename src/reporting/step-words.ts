import type { FixStep, ProposedStep, StepCaution } from "../domain/conflict.ts";
import type { Mention } from "../domain/dependency.ts";
import type { LinkEnd, WorkItemId } from "../domain/ids.ts";
import type { Told } from "./conflict-clauses.ts";
import { dayOf } from "./dates.ts";
import { iterationWords, keyOf, plannedOf } from "./item-words.ts";

/** A conflict whose remedies are told. `reader`: the item that is called "this item"; null for none. */
export type Remedies = Told & { readonly reader: WorkItemId | null };

/**
 * The steps as one phrase, alternatives by `or`; each with the team that can take it where teams differ:
 * `API: move B to iteration 2; or Checkout: move D to iteration 5`.
 */
export function stepsWords(told: Remedies): string {
  const groups = byTeam(told);
  if (groups.length === 1) return groups.map(({ steps }) => steps).join("");
  return named(groups);
}

/** The same, the team named even where only one can act. */
export function stepsByTeam(told: Remedies): string {
  return named(byTeam(told));
}

/** One step: the team that can take it (its key; null where no team of the train can), and the step in words. */
export type StepRow = { readonly by: string | null; readonly says: string };

export function stepRows(told: Remedies): readonly StepRow[] {
  return told.conflict.fix.map((step) => ({ by: step.by, says: withCautions(told, step) }));
}

type Group = { readonly team: string; readonly steps: string };

function named(groups: readonly Group[]): string {
  return groups.map(({ team, steps }) => `${team}: ${steps}`).join("; or ");
}

/** Neighbouring steps of one team belong together; the order stays. */
function byTeam(told: Remedies): readonly Group[] {
  const groups: Group[] = [];
  for (const step of told.conflict.fix) {
    const [team, words] = [actorOf(told, step), withCautions(told, step)];
    const last = groups.at(-1);
    if (last?.team === team) groups.splice(-1, 1, { team, steps: `${last.steps}, or ${words}` });
    else groups.push({ team, steps: words });
  }
  return groups;
}

/** The team's name; where no team of the train can take the step, those who own what it changes. */
function actorOf(told: Remedies, step: ProposedStep): string {
  if (step.by !== null) return teamCalled(told, step.by);
  const end = changedBy(step);
  return `the owners of ${plannedOf(told.view, end)?.item.container ?? keyOf(told.view, end)}`;
}

function teamCalled({ view }: Told, key: string): string {
  return view.train.teams.find((team) => team.key === key)?.name ?? key;
}

function changedBy(step: FixStep): LinkEnd {
  if (step.do === "grant-access") return step.provider;
  return step.do === "drop-link" ? step.consumer : step.item;
}

function withCautions(told: Remedies, step: ProposedStep): string {
  const { cautions } = step;
  const beside =
    cautions.length === 0 ? "" : ` (${cautions.map((caution) => cautionPhrase(told, caution)).join("; ")})`;
  return `${stepWords(told, step)}${beside}`;
}

function stepWords(told: Remedies, step: FixStep): string {
  const name = (end: LinkEnd) => (end === told.reader ? "this item" : keyOf(told.view, end));
  switch (step.do) {
    case "move":
      return `move ${name(step.item)} to ${place(told, step)}`;
    case "schedule":
      return step.to === null ? `plan ${name(step.item)}` : `plan ${name(step.item)} for ${place(told, step)}`;
    case "set-due":
      return `change the due date of ${name(step.item)} to ${dueWords(told, step)}`;
    case "finish":
      return `finish ${name(step.item)}`;
    case "reopen":
      return `reopen ${name(step.item)}`;
    case "replace":
      return `find a replacement for ${name(step.item)}`;
    case "drop-link":
      return `${removals(step, name)}, if it no longer holds`;
    case "grant-access":
      return `give Signalbox access to ${name(step.provider)}, or correct the dependency`;
    case "decide-scope":
      return `decide about the scope of ${name(step.item)} (no move within the increment helps)`;
  }
}

function place({ home }: Told, { to, increment }: { readonly to: string | null; readonly increment: string | null }) {
  return iterationWords({ iteration: to, increment }, home);
}

/** The provider has to come by that day, the consumer not before it. */
function dueWords({ conflict }: Told, { item, on }: Extract<FixStep, { readonly do: "set-due" }>): string {
  const day = dayOf(Date.parse(on), "UTC");
  return `${day} or ${item === conflict.provider ? "earlier" : "later"}`;
}

type Name = (end: LinkEnd) => string;

/** Every place that has to change; a dependency whose places are not known is a link between its ends. */
function removals({ consumer, provider, written }: Extract<FixStep, { readonly do: "drop-link" }>, name: Name): string {
  const link = (kind: string) => `the ${kind} between ${name(consumer)} and ${name(provider)}`;
  if (written.length === 0) return `remove ${link("link")}`;
  return `remove ${written.map((mention) => writtenAs(mention, { name, link })).join(" and ")}`;
}

type Naming = { readonly name: Name; readonly link: (kind: string) => string };

function writtenAs({ origin, words, in: writer }: Mention, { name, link }: Naming): string {
  if (origin === "jira-link") return link(`Jira link ${quoted(words)}`);
  if (origin === "github-blocked-by") return link("GitHub relation “blocked by”");
  const sentence = `the sentence ${quoted(words)}`;
  return writer === null ? sentence : `${sentence} from ${name(writer)}`;
}

/** An address can be long; its beginning tells enough. */
const longestQuotation = 80;

/** Words of the tracker in quotation marks, clipped, but not within a character. */
export function quoted(words: string): string {
  if (words.length <= longestQuotation) return `“${words}”`;
  return `“${words.slice(0, longestQuotation - 1).replace(/[\uD800-\uDBFF]$/u, "")}…”`;
}

function cautionPhrase(told: Told, caution: StepCaution): string {
  switch (caution.kind) {
    case "running-iteration":
      return "already running";
    case "innovation-planning":
      return "the increment's innovation and planning iteration";
    case "next-increment":
      return "in the next increment";
    case "over-capacity": {
      const { team, load, finished, unit } = caution;
      const name = teamCalled(told, team);
      const size = `${tenths(load)} ${unit === "points" ? "pt" : "items"}`;
      return `${name} would have ${size} there; it finished about ${Math.round(finished)} per iteration lately`;
    }
  }
}

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}
