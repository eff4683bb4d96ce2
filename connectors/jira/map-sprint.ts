import { z } from "zod";
import { sprintId } from "../../src/domain/ids.ts";
import type { Sprint, SprintState } from "../../src/domain/schedule/sprint.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { dayOf, instantOf } from "./instant.ts";
import { SprintRecord, type VersionRecord } from "./schema.ts";
import { originOf } from "./site.ts";

const states: ReadonlySet<string> = new Set<SprintState>(["future", "active", "closed"]);

function isState(text: string): text is SprintState {
  return states.has(text);
}

export function mapSprint(connection: JiraConnection, record: SprintRecord): Sprint {
  const state = record.state.toLowerCase();
  return {
    id: sprintId(originOf(connection), "sprint", record.id),
    system: "jira",
    connection: connection.key,
    kind: "sprint",
    nativeId: record.id,
    name: record.name,
    state: isState(state) ? state : "future",
    startsAt: instantOf(record.startDate),
    endsAt: instantOf(record.endDate),
    completedAt: instantOf(record.completeDate),
    boardId: record.originBoardId ?? record.boardId ?? null,
    container: null,
  };
}

const dayMs = 24 * 60 * 60 * 1000;

/** A version as timebox: its plain dates become UTC days, including the release day. */
export function mapVersion(connection: JiraConnection, project: string, record: VersionRecord): Sprint {
  const releaseAt = instantOf(dayOf(record.releaseDate));
  const endsAt = releaseAt === null ? null : releaseAt + dayMs;
  return {
    id: sprintId(originOf(connection), "version", record.id),
    system: "jira",
    connection: connection.key,
    kind: "version",
    nativeId: record.id,
    name: record.name,
    state: record.released || record.archived ? "closed" : "active",
    startsAt: instantOf(dayOf(record.startDate)),
    endsAt,
    completedAt: record.released ? endsAt : null,
    boardId: null,
    container: project,
  };
}

/** A timebox as an issue mentions it; only its id if the field contains Java's `toString` text. */
export type MentionedSprint = { readonly nativeId: string; readonly sprint: Sprint | null };

const JavaSprint = z.string().transform((text) => /\[(?:.*?,)?id=(\d+)[,\]]/su.exec(text)?.[1] ?? null);

/** The sprint field: objects today, `…Sprint@1a2b[id=12,rapidViewId=3,…]` in old data. */
export function mentionedSprints(connection: JiraConnection, field: unknown): readonly MentionedSprint[] {
  // Most issues have no sprint, and a failed parse is slow.
  if (field === null || field === undefined) return [];
  const entries: readonly unknown[] = Array.isArray(field) ? field : [field];
  return entries.flatMap((entry) => {
    const record = SprintRecord.safeParse(entry);
    if (record.success) return { nativeId: record.data.id, sprint: mapSprint(connection, record.data) };
    const nativeId = JavaSprint.safeParse(entry).data ?? null;
    return nativeId === null ? [] : { nativeId, sprint: null };
  });
}
