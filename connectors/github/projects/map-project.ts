import { createHash } from "node:crypto";
import { sprintId, type SprintId } from "../../../src/domain/ids.ts";
import { asPoints } from "../../../src/domain/items/points.ts";
import type { ProjectValues } from "../../../src/domain/items/project-values.ts";
import type { ProjectSource } from "../../../src/domain/model/train.ts";
import type { Sprint, SprintState } from "../../../src/domain/schedule/sprint.ts";
import type { Note } from "../../../src/domain/setup/finding.ts";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import { instantOf } from "../place.ts";
import type { FieldRecord, ItemRecord, IterationRecord } from "./schema.ts";

/** The fields of a project that Signalbox reads; null for none. */
export type ProjectFields = {
  readonly iteration: FieldRecord | null;
  readonly points: FieldRecord | null;
  readonly businessValue: FieldRecord | null;
  readonly status: FieldRecord | null;
};

export type ChosenFields = { readonly fields: ProjectFields; readonly notes: readonly Note[] };

/** Names of a number field with the estimate, which Signalbox takes if it is the only one. */
export const usualPoints = /^(?:(?:story )?points?|estimated?|estimates?|estimation|size|effort|sp)$/iu;

type Wish = {
  /** As in the train file; null for none. */
  readonly named: string | null;
  readonly key: "iterationField" | "pointsField" | "businessValueField" | "statusField";
  readonly kind: string;
  readonly type: string;
  /** Which fields may be meant without a name. */
  readonly isUsual: (name: string) => boolean;
};

/** The fields that the train file names, else the only ones that can be meant; and what is the matter with the others. */
export function chooseFields(source: ProjectSource, all: readonly FieldRecord[]): ChosenFields {
  const { address, iterationField, pointsField, statusField, businessValueField = null } = source;
  const notes: Note[] = [];
  const choose = ({ named, key, kind, type, isUsual }: Wish): FieldRecord | null => {
    const typed = all.filter(({ dataType }) => dataType === type);
    const isMeant = ({ name }: FieldRecord) =>
      named === null ? isUsual(name) : name.toLowerCase() === named.toLowerCase();
    const [found = null, ...others] = typed.filter(isMeant);
    if (found !== null && others.length === 0) return found;
    if (found === null && named === null) return null;
    const names = typed.map(({ name }) => name).join(", ") || "none";
    notes.push({
      group: "fields",
      outcome: "warning",
      means:
        found === null
          ? `The project ${address} has no ${kind} field “${named}”.`
          : `The project ${address} has several ${kind} fields that can be meant, so Signalbox reads none of them.`,
      remedy: `Set \`${key}\` of the team to one of these: ${names}.`,
    });
    return null;
  };
  const fields = {
    iteration: choose({
      named: iterationField,
      key: "iterationField",
      kind: "iteration",
      type: "ITERATION",
      isUsual: () => true,
    }),
    points: choose({
      named: pointsField,
      key: "pointsField",
      kind: "number",
      type: "NUMBER",
      isUsual: (name) => usualPoints.test(name.trim()),
    }),
    businessValue: choose({
      named: businessValueField,
      key: "businessValueField",
      kind: "number",
      type: "NUMBER",
      isUsual: () => false,
    }),
    status: choose({
      named: statusField,
      key: "statusField",
      kind: "single-select",
      type: "SINGLE_SELECT",
      isUsual: (name) => name.toLowerCase() === "status",
    }),
  };
  return { fields, notes };
}

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
