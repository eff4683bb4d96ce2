import { including, without, type Change, type Life, type State } from "./life.ts";
import { at, list, time, words } from "./reading.ts";

const sprintField = "customfield_10020";
const pointsField = "customfield_10026";
const valueField = "customfield_10050";
const droppedResolutions: ReadonlySet<string | null> = new Set(["Won't Do", "Duplicate"]);

type Category = State["category"];

/** Jira's issues as lives. @param statuses the site's, with their categories */
export function jiraLives(issues: readonly unknown[], statuses: readonly unknown[]): readonly Life[] {
  const categories = new Map(statuses.map((status) => [words(status, "id") ?? "", categoryOf(status)]));
  return issues.map((issue) => lifeOf(issue, (id) => categories.get(id ?? "") ?? "todo"));
}

export function sprintName(id: string): string {
  return `sprint ${id}`;
}

function categoryOf(status: unknown): Category {
  const key = words(status, "statusCategory", "key");
  return key === "done" ? "finished" : key === "indeterminate" ? "in-progress" : "todo";
}

function lifeOf(issue: unknown, categoryOfId: (id: string | null) => Category): Life {
  const fields = at(issue, "fields");
  const present: State = {
    place: words(fields, "project", "key") ?? "",
    category: categoryOf(at(fields, "status")),
    isDropped: droppedResolutions.has(words(fields, "resolution", "name")),
    points: numberIn(words(fields, pointsField)),
    labels: new Set(list(fields, "labels").map(String)),
    components: new Set(list(fields, "components").map((one) => words(one, "name") ?? "")),
    boxes: new Set(list(fields, sprintField).map((one) => sprintName(words(one, "id") ?? ""))),
    parent: words(fields, "parent", "id"),
  };
  const lines = linesOf(issue);
  return {
    name: words(issue, "id") ?? "",
    title: words(fields, "summary") ?? "",
    system: "jira",
    type: words(fields, "issuetype", "name") ?? "",
    value: numberIn(words(fields, valueField)),
    isSubtask: at(fields, "issuetype", "subtask") === true,
    bornAt: time(fields, "created") ?? 0,
    updatedAt: time(fields, "updated") ?? 0,
    beginning: lines.toReversed().reduce((state, line) => set(state, line, "from", categoryOfId), present),
    changes: lines.map((line): Change => ({ at: line.at, after: (state) => set(state, line, "to", categoryOfId) })),
    present,
  };
}

type Line = { readonly at: number; readonly item: unknown };

/** Every line of the changelog, oldest first. */
function linesOf(issue: unknown): readonly Line[] {
  return list(issue, "changelog", "histories")
    .flatMap((history) => list(history, "items").map((item) => ({ at: time(history, "created") ?? 0, item })))
    .toSorted((a, b) => a.at - b.at);
}

/** The state with a line's value of one side. */
function set(state: State, { item }: Line, side: "from" | "to", categoryOfId: (id: string | null) => Category): State {
  const id = words(item, side);
  const text = words(item, side === "from" ? "fromString" : "toString");
  switch (words(item, "fieldId") ?? words(item, "field")) {
    case "status":
      return { ...state, category: categoryOfId(id) };
    case "resolution":
      return { ...state, isDropped: droppedResolutions.has(text) };
    case pointsField:
      return { ...state, points: numberIn(text) };
    case sprintField:
      return { ...state, boxes: new Set(partsOf(id, ",").map(sprintName)) };
    case "labels":
      return { ...state, labels: new Set(partsOf(text, " ")) };
    case "components":
      return { ...state, components: component(state, item, side) };
    case "IssueParentAssociation":
      return { ...state, parent: id };
    case "Key":
      return { ...state, place: (text ?? "").replace(/-\d+$/u, "") };
    default:
      return state;
  }
}

/** A line of components has one that was added, or one that was removed. */
function component({ components }: State, item: unknown, side: "from" | "to"): ReadonlySet<string> {
  const [from, to] = [words(item, "fromString"), words(item, "toString")];
  const [left, come] = side === "to" ? [from, to] : [to, from];
  if (left !== null) return without(components, left);
  return come === null ? components : including(components, come);
}

function partsOf(text: string | null, separator: string): readonly string[] {
  return (text ?? "")
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function numberIn(text: string | null): number | null {
  return text === null || text === "" ? null : Number(text);
}
