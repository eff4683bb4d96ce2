import { createHash } from "node:crypto";
import { sprintId, type SprintId } from "../../../src/domain/ids.ts";
import { asPoints } from "../../../src/domain/items/points.ts";
import type { ProjectValues } from "../../../src/domain/items/project-values.ts";
import type { Sprint, SprintState } from "../../../src/domain/schedule/sprint.ts";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import type { PulledMember } from "../../../src/ports/members.ts";
import { instantOf } from "../place.ts";
import type { ProjectFields } from "./choose-fields.ts";
import type { FieldRecord, ItemRecord, IterationRecord } from "./schema.ts";

/** The iterations of a project, completed ones too. Breaks are the time between them. @param at epoch milliseconds */
export function mapIterations(
  connection: GithubConnection,
  { address, field }: { readonly address: string; readonly field: FieldRecord | null },
  at: number,
): readonly Sprint[] {
  if (field?.configuration == null) return [];
  const { iterations, completedIterations } = field.configuration;
  const mapped = (records: typeof iterations, stateOf: (startsAt: number | null) => SprintState) =>
    records
      .filter((record) => record !== null)
      .map((record) => mapIteration(connection, { address, field, record, stateOf }));
  return [
    ...mapped(completedIterations, () => "closed"),
    ...mapped(iterations, (startsAt) => (startsAt !== null && startsAt > at ? "future" : "active")),
  ];
}

type Iteration = {
  readonly address: string;
  readonly field: FieldRecord;
  readonly record: IterationRecord;
  readonly stateOf: (startsAt: number | null) => SprintState;
};

const dayMs = 86_400_000;

/** Days in UTC, as of a milestone: on the train they begin and end with its own days. */
function mapIteration(connection: GithubConnection, { address, field, record, stateOf }: Iteration): Sprint {
  const startsAt = instantOf(record.startDate);
  return {
    id: iterationIdOf(connection, field, record),
    system: "github",
    connection: connection.key,
    kind: "iteration",
    nativeId: nativeIdOf(field, record),
    name: record.title,
    state: stateOf(startsAt),
    startsAt,
    endsAt: startsAt === null ? null : startsAt + record.duration * dayMs,
    completedAt: null,
    boardId: null,
    container: address,
  };
}

/** GitHub gives all iterations new ids when a person edits the field: start, length and title identify one. */
function iterationIdOf(connection: GithubConnection, field: FieldRecord, record: IterationRecord): SprintId {
  return sprintId({ system: "github", connection: connection.key }, "iteration", nativeIdOf(field, record));
}

/** What identifies an iteration. */
export function nativeIdOf({ id }: Pick<FieldRecord, "id">, { title, startDate, duration }: IterationRecord): string {
  const digest = createHash("sha256").update(title).digest("hex").slice(0, 8);
  return `${id}-${startDate}-${duration}-${digest}`;
}

/** What the project says of an item. */
export function mapValues(
  connection: GithubConnection,
  { iteration: field, businessValue: valueField }: ProjectFields,
  { iteration, points, businessValue, status }: ItemRecord,
): ProjectValues {
  return {
    iteration: field === null || iteration == null ? null : iterationIdOf(connection, field, iteration),
    points: points == null ? null : asPoints(points.number),
    ...(valueField !== null && { businessValue: businessValue == null ? null : asPoints(businessValue.number) }),
    status: status?.name ?? null,
  };
}

const valueNames = [
  "iteration",
  "points",
  "businessValue",
  "status",
] as const satisfies readonly (keyof ProjectValues)[];

/** The values that GitHub hid. */
export function unseenValues({ unseen }: ItemRecord): Pick<PulledMember, "unseen"> {
  const hidden = valueNames.filter((name) => unseen.some((path) => path === name || path.startsWith(`${name}.`)));
  return hidden.length === 0 ? {} : { unseen: hidden };
}
