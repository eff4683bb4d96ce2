import { percent } from "./counting.ts";
import { answerTo, type Answers, type Decision, type Question } from "./decision.ts";
import type { SeenField, SiteLook } from "./site-look.ts";

/** A field that could be the estimate, and how it is used. */
export type FieldUse = {
  readonly field: SeenField;
  /** Items of the sample that could have an estimate, and those that have this one. */
  readonly of: number;
  readonly filled: number;
  /** Boards that estimate with it. */
  readonly boards: number;
  readonly looksLikeEstimate: boolean;
};

export type EstimateReading = {
  readonly connection: string;
  readonly uses: readonly FieldUse[];
  /** What `pointsField` says; null if Signalbox finds the field by itself, or if there is none. */
  readonly pointsField: Decision<string | null>;
};

const usual = /story ?points?|estimat|aufwand|schätz|komplex|complex|effort|size|points?|punkte|puntos|pontos/iu;
const cards = new Set([0, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 16, 20, 21, 32, 34, 40, 55, 64, 80, 89, 100]);

/** Finds a site's estimate field by the boards that use it, and by the values of the sample. */
export function readEstimate(
  look: SiteLook,
  answers: Answers,
): { readonly reading: EstimateReading; readonly questions: readonly Question[] } {
  const { connection } = look;
  const uses = usesOf(look);
  const each = eachItsOwn(look, uses.filter(isCandidate));
  if (each !== null) return { reading: { connection, uses, pointsField: each }, questions: [] };
  const { pointsField, questions } = chooseEstimate({ id: connection, name: connection, kind: "site" }, uses, answers);
  return { reading: { connection, uses, pointsField }, questions };
}

/**
 * Without `pointsField`, Signalbox reads the usual field that an item has: company-managed and team-managed projects
 * have different ones. Null if an item has several of them, or other fields are in use.
 */
function eachItsOwn({ items }: SiteLook, used: readonly FieldUse[]): EstimateReading["pointsField"] | null {
  const ids = used.map(({ field }) => field.id);
  const hasSeveral = items.some(({ numbers }) => ids.filter((id) => numbers[id] !== undefined).length > 1);
  if (used.length < 2 || hasSeveral || used.some(({ field, filled }) => filled === 0 || !isUsual(field))) return null;
  const [first, ...others] = used.map(({ field, filled, of }) => [field.name, percent(filled, of)] as const);
  if (first === undefined) return null;
  const shares = [
    `“${first[0]}” (${first[1]} of the sample)`,
    ...others.map(([name, share]) => `“${name}” (${share})`),
  ];
  return { value: null, confidence: "sure", why: `no item has several of ${shares.join(", ")}` };
}

function isCandidate({ boards, filled, looksLikeEstimate }: FieldUse): boolean {
  return boards > 0 || (filled > 0 && looksLikeEstimate);
}

/** A Jira site, or a GitHub project. `id` names it in questions. */
type Estimating = { readonly id: string; readonly name: string; readonly kind: "site" | "project" };

export type ChosenEstimate = {
  /** The field with the estimates; null for none. */
  readonly field: SeenField | null;
  readonly pointsField: EstimateReading["pointsField"];
  readonly questions: readonly Question[];
};

/** The field with which a site or a project estimates. @param uses the most used first */
export function chooseEstimate(where: Estimating, uses: readonly FieldUse[], answers: Answers): ChosenEstimate {
  const candidates = uses.filter(isCandidate);
  const question = candidates.length > 1 ? questionFor(where, candidates) : null;
  const chosen = question === null ? candidates[0]?.field.id : answerTo(question, answers);
  const use = candidates.find(({ field }) => field.id === chosen);
  return {
    field: use?.field ?? null,
    pointsField: decide(where, uses, use),
    questions: question === null ? [] : [question],
  };
}

function decide(
  { kind }: Estimating,
  uses: readonly FieldUse[],
  use: FieldUse | undefined,
): EstimateReading["pointsField"] {
  if (use === undefined) {
    const why = uses.length === 0 ? `the ${kind} has no field with numbers` : "no item of the sample has an estimate";
    return { value: null, confidence: "likely", why };
  }
  const { field } = use;
  const why = useWords(use);
  const twins = uses.filter((other) => isUsual(other.field));
  // Signalbox finds the one usual field by itself.
  const isFound = isUsual(field) && twins.length === 1;
  return { value: isFound ? null : field.id, confidence: isFound || use.boards > 0 ? "sure" : "likely", why };
}

function isUsual({ name, isEstimateKind }: SeenField): boolean {
  return isEstimateKind || name.trim().toLowerCase() === "story points";
}

function usesOf({ fields, items, boards }: SiteLook): readonly FieldUse[] {
  const numbers = items.filter(({ isPlannable }) => isPlannable).map((item) => item.numbers);
  return fieldUses(fields, { numbers, estimateFields: boards.flatMap(({ estimateField }) => estimateField ?? []) });
}

type Used = {
  /** Of each item that could have an estimate, by field id. */
  readonly numbers: readonly Readonly<Record<string, number>>[];
  /** The field of each board that estimates. */
  readonly estimateFields: readonly string[];
};

/** How fields with numbers are used, the most used first. */
export function fieldUses(fields: readonly SeenField[], { numbers, estimateFields }: Used): readonly FieldUse[] {
  const uses = fields.map((field) => {
    const values = numbers.flatMap((own) => own[field.id] ?? []);
    const fitting = values.filter((value) => cards.has(value)).length;
    const isNamed = isUsual(field) || usual.test(field.name);
    return {
      field,
      of: numbers.length,
      filled: values.length,
      boards: estimateFields.filter((id) => id === field.id).length,
      // Ids, amounts of money and counters have other values.
      looksLikeEstimate: isNamed
        ? fitting >= values.length / 2
        : values.length >= 10 && fitting >= 0.95 * values.length,
    };
  });
  return uses.toSorted((a, b) => b.boards - a.boards || b.filled - a.filled);
}

function questionFor({ id, name }: Estimating, uses: readonly FieldUse[]): Question {
  return {
    id: `estimate:${id}`,
    asks: `Which field of ${name} is the estimate?`,
    why: `${uses.length} fields look like one`,
    options: uses.map((use) => ({
      value: use.field.id,
      label: `“${use.field.name}” (${use.field.id}): ${useWords(use)}`,
    })),
  };
}

function useWords({ boards, filled, of }: FieldUse): string {
  const share = `${percent(filled, of)} of the sample have it`;
  return boards === 0
    ? share
    : `${share}, and ${boards === 1 ? "a board estimates" : `${boards} boards estimate`} with it`;
}
