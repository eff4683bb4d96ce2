import { including, without, type Change, type Life, type State } from "./life.ts";
import { list, time, words, type GithubIssue } from "./reading.ts";

export function githubLives(issues: readonly GithubIssue[]): readonly Life[] {
  const titles = new Map(issues.map(({ record }) => [words(record, "url"), words(record, "title")]));
  return issues.map((issue) => lifeOf(issue, titles.get(words(issue.record, "parent_issue_url")) ?? null));
}

/** Milestones are known by their title in a repository. */
export function milestoneName(repository: string, title: string): string {
  return `${repository} ${title}`;
}

/** @param parent title of the present parent */
function lifeOf({ repository, record, timeline, transfers }: GithubIssue, parent: string | null): Life {
  const moves = transfers.toSorted((a, b) => (time(a, "createdAt") ?? 0) - (time(b, "createdAt") ?? 0));
  const [firstMove] = moves;
  const milestone = words(record, "milestone", "title");
  const isClosed = words(record, "state") === "closed";
  const isDropped = isDroppedBy(words(record, "state_reason"));
  const labels = new Set(list(record, "labels").map((label) => words(label, "name") ?? ""));
  const boxes = new Set(milestone === null ? [] : [milestoneName(repository, milestone)]);
  const nothing = { points: null, components: new Set<string>() };
  // An entry does not name a parent that has moved since. It is the present one if nothing came after it.
  const isOfParent = (entry: unknown) => words(entry, "event")?.startsWith("parent_issue") === true;
  const lastOfParent = timeline.findLast(isOfParent);
  const changes = timeline.flatMap((entry) => {
    const named = words(entry, "parent_issue", "title") ?? (entry === lastOfParent ? parent : null);
    return changeOf(entry, { place: placeAfter(entry, moves, repository), parent: named });
  });
  const beginning: State = {
    ...nothing,
    place: words(firstMove, "fromRepository", "nameWithOwner") ?? repository,
    category: "todo",
    isDropped: false,
    labels: new Set(),
    boxes: new Set(),
    parent: null,
  };
  const title = words(record, "title") ?? "";
  return {
    name: title,
    title,
    system: "github",
    type: "Issue",
    isSubtask: false,
    value: null,
    bornAt: time(record, "created_at") ?? 0,
    updatedAt: time(record, "updated_at") ?? 0,
    beginning,
    changes: changes.toSorted((a, b) => a.at - b.at),
    present: {
      ...nothing,
      place: repository,
      category: isClosed ? "finished" : "todo",
      isDropped,
      labels,
      boxes,
      parent,
    },
  };
}

function isDroppedBy(reason: string | null): boolean {
  return reason === "not_planned" || reason === "duplicate";
}

/** The repository that a transfer led to: the one that the next transfer came from, else the present one. */
function placeAfter(entry: unknown, moves: readonly unknown[], present: string): string {
  const instant = time(entry, "created_at") ?? 0;
  const next = moves.find((move) => (time(move, "createdAt") ?? 0) > instant);
  return words(next, "fromRepository", "nameWithOwner") ?? present;
}

/** What an entry led to. */
type Afterwards = { readonly place: string; readonly parent: string | null };

function changeOf(entry: unknown, afterwards: Afterwards): readonly Change[] {
  const after = effectOf(entry, afterwards);
  return after === null ? [] : [{ at: time(entry, "created_at") ?? 0, after }];
}

function effectOf(entry: unknown, { place: next, parent }: Afterwards): Change["after"] | null {
  const label = words(entry, "label", "name") ?? "";
  const milestone = words(entry, "milestone", "title") ?? "";
  const boxIn = ({ place }: State) => milestoneName(place, milestone);
  const isDropped = isDroppedBy(words(entry, "state_reason"));
  switch (words(entry, "event")) {
    case "closed":
      return (state) => ({ ...state, category: "finished", isDropped });
    case "reopened":
      return (state) => ({ ...state, category: "todo", isDropped: false });
    case "labeled":
      return (state) => ({ ...state, labels: including(state.labels, label) });
    case "unlabeled":
      return (state) => ({ ...state, labels: without(state.labels, label) });
    case "milestoned":
      return (state) => ({ ...state, boxes: including(state.boxes, boxIn(state)) });
    case "demilestoned":
      return (state) => ({ ...state, boxes: without(state.boxes, boxIn(state)) });
    case "parent_issue_added":
      return (state) => ({ ...state, parent });
    case "parent_issue_removed":
      return (state) => ({ ...state, parent: null });
    case "transferred":
      return (state) => transferred(state, next);
    default:
      return null;
  }
}

/** The milestone of the same title takes over. */
function transferred(state: State, place: string): State {
  const boxes = new Set([...state.boxes].map((box) => box.replace(state.place, place)));
  return { ...state, place, boxes };
}
