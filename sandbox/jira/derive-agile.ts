import type { RawRecord } from "../data.ts";
import { listAt, numberAt, recordsAt, textAt } from "../record.ts";
import { sprintIdsOf } from "./sprint-field.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** Sprints as the agile API gives them: those given, and those the sprint field of issues shows. */
export function deriveSprints(
  given: readonly RawRecord[],
  issues: readonly StoredIssue[],
  sprintField: string | null,
): Map<string, RawRecord> {
  const sprints = new Map<string, RawRecord>();
  for (const sprint of given) sprints.set(textAt(sprint, "id") ?? "", sprint);
  for (const entry of sprintField === null ? [] : issues.flatMap((issue) => recordsAt(issue.fields, sprintField))) {
    const id = textAt(entry, "id");
    if (id !== null && !sprints.has(id)) sprints.set(id, agileSprint(entry));
  }
  return sprints;
}

function agileSprint(entry: RawRecord): RawRecord {
  const kept = ["state", "name", "startDate", "endDate", "completeDate", "goal"].flatMap((name) =>
    entry[name] === undefined || entry[name] === null ? [] : [[name, entry[name]] as const],
  );
  return {
    id: numberAt(entry, "id"),
    ...Object.fromEntries(kept),
    originBoardId: entry["boardId"] ?? entry["originBoardId"] ?? null,
  };
}

type Around = {
  readonly issues: readonly StoredIssue[];
  readonly sprints: ReadonlyMap<string, RawRecord>;
  readonly projects: ReadonlyMap<string, RawRecord>;
  readonly sprintField: string | null;
};

/** Boards: those given, and a scrum board for every origin board a sprint names. Without a location they get the project most of their issues are in. */
export function deriveBoards(given: readonly RawRecord[], around: Around): ReadonlyMap<string, RawRecord> {
  const boards = new Map<string, RawRecord>();
  for (const board of given) boards.set(textAt(board, "id") ?? "", board);
  for (const sprint of around.sprints.values()) {
    const id = numberAt(sprint, "originBoardId");
    if (id !== null && !boards.has(String(id))) boards.set(String(id), { id, name: `Board ${id}`, type: "scrum" });
  }
  const projectOf = busiestProjects(around);
  return new Map([...boards].map(([id, board]) => [id, located(board, projectOf.get(id), around.projects)]));
}

function located(
  board: RawRecord,
  projectKey: string | undefined,
  projects: ReadonlyMap<string, RawRecord>,
): RawRecord {
  const project = [...projects.values()].find((candidate) => textAt(candidate, "key") === projectKey);
  if (board["location"] !== undefined || project === undefined) return board;
  const name = textAt(project, "name") ?? "";
  const location = {
    projectId: numberAt(project, "id"),
    displayName: `${name} (${projectKey})`,
    projectName: name,
    projectKey,
    projectTypeKey: "software",
    name: `${name} (${projectKey})`,
  };
  return { ...board, location };
}

/** By board id: the project with the most issues in the board's sprints. */
function busiestProjects({ issues, sprints, sprintField }: Around): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const issue of sprintField === null ? [] : issues) {
    for (const id of sprintIdsOf(listAt(issue.fields, sprintField ?? ""))) {
      const board = textAt(sprints.get(id), "originBoardId");
      if (board !== null) {
        const perProject = counts.get(board) ?? new Map<string, number>();
        perProject.set(issue.projectKey, (perProject.get(issue.projectKey) ?? 0) + 1);
        counts.set(board, perProject);
      }
    }
  }
  return new Map(
    [...counts].flatMap(([board, perProject]) => {
      const [most] = [...perProject].toSorted((a, b) => b[1] - a[1]);
      return most === undefined ? [] : [[board, most[0]] as const];
    }),
  );
}
