import type { KnownName } from "../../../src/domain/items/names.ts";
import type { ProjectSource } from "../../../src/domain/model/train.ts";
import type { Note } from "../../../src/domain/setup/finding.ts";
import type { SeenName } from "../../../src/ports/connector.ts";
import type { FieldRecord } from "./schema.ts";

/** The fields of a project that Signalbox reads; null for none. */
export type ProjectFields = {
  readonly iteration: FieldRecord | null;
  readonly points: FieldRecord | null;
  readonly businessValue: FieldRecord | null;
  readonly status: FieldRecord | null;
};

export type ChosenFields = {
  readonly fields: ProjectFields;
  readonly notes: readonly Note[];
  /** Of the fields that Signalbox reads, so that it knows them after a renaming. */
  readonly names: readonly SeenName[];
};

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

type Seen = {
  readonly address: string;
  readonly all: readonly FieldRecord[];
  readonly known: readonly KnownName[];
};

type Choice = { readonly field: FieldRecord | null; readonly note: Omit<Note, "group" | "outcome"> | null };

/**
 * The fields that the train file names, else the only ones that can be meant; and what is the matter with the others.
 * A field stays the one that Signalbox reads when people rename it, or add another one that can be meant.
 * @param known names of fields so far
 */
export function chooseFields(
  source: ProjectSource,
  all: readonly FieldRecord[],
  known: readonly KnownName[],
): ChosenFields {
  const { address, iterationField, pointsField, statusField, businessValueField = null } = source;
  const seen = { address, all, known };
  const wishes = {
    iteration: {
      named: iterationField,
      key: "iterationField",
      kind: "iteration",
      type: "ITERATION",
      isUsual: () => true,
    },
    points: {
      named: pointsField,
      key: "pointsField",
      kind: "number",
      type: "NUMBER",
      isUsual: (name) => usualPoints.test(name.trim()),
    },
    businessValue: {
      named: businessValueField,
      key: "businessValueField",
      kind: "number",
      type: "NUMBER",
      isUsual: () => false,
    },
    status: {
      named: statusField,
      key: "statusField",
      kind: "single-select",
      type: "SINGLE_SELECT",
      isUsual: (name) => name.toLowerCase() === "status",
    },
  } as const satisfies Record<keyof ProjectFields, Wish>;
  const choices = {
    iteration: choose(wishes.iteration, seen),
    points: choose(wishes.points, seen),
    businessValue: choose(wishes.businessValue, seen),
    status: choose(wishes.status, seen),
  };
  const { iteration, points, businessValue, status } = choices;
  return {
    fields: {
      iteration: iteration.field,
      points: points.field,
      businessValue: businessValue.field,
      status: status.field,
    },
    notes: Object.values(choices).flatMap(({ note }) =>
      note === null ? [] : { group: "fields", outcome: "warning", ...note },
    ),
    names: (["iteration", "points", "businessValue", "status"] as const).flatMap((key) =>
      namesOf(wishes[key], choices[key]),
    ),
  };
}

function namesOf({ named }: Wish, { field }: Choice): readonly SeenName[] {
  if (field === null) return [];
  return [{ kind: "field", nativeId: field.id, name: field.name, called: named === null ? [] : [named] }];
}

function choose(wish: Wish, { address, all, known }: Seen): Choice {
  const { named, kind, key, isUsual } = wish;
  const isMeant = (name: string) => (named === null ? isUsual(name) : name.toLowerCase() === named.toLowerCase());
  const typed = all.filter(({ dataType }) => dataType === wish.type);
  const wereMeant = new Set(known.flatMap((one) => (one.kind === "field" && isMeant(one.name) ? one.nativeId : [])));
  const meant = typed.filter(({ name }) => isMeant(name));
  const [field = null, ...others] = meant;
  if (field !== null && others.length === 0) return { field, note: null };
  const [before = null, ...more] = (meant.length > 0 ? meant : typed).filter(({ id }) => wereMeant.has(id));
  const remembered = more.length === 0 ? before : null;
  if (field === null && named === null) return { field: remembered, note: null };
  const names = typed.map(({ name }) => name).join(", ") || "none";
  const remedy = `Set \`${key}\` of the team to one of these: ${names}.`;
  if (field !== null) {
    const reads = remembered === null ? "reads none of them" : `continues to read “${remembered.name}”`;
    const means = `The project ${address} has several ${kind} fields that can be meant, so Signalbox ${reads}.`;
    return { field: remembered, note: { means, remedy } };
  }
  if (remembered === null)
    return { field: null, note: { means: `The project ${address} has no ${kind} field “${named}”.`, remedy } };
  const means = `The field “${named}” of the project ${address} is now called “${remembered.name}”, and is read as before.`;
  return { field: remembered, note: { means, remedy: `Set \`${key}\` of the team to the new name.` } };
}
