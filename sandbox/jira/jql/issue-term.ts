import { refuse } from "../failure.ts";
import { textAt } from "../../record.ts";
import type { StoredIssue } from "../stored-issue.ts";
import { operandsOf, unsupported, type JqlContext, type Test } from "./term.ts";
import type { Operand, Term } from "./syntax.ts";

/** Tests the issue itself or its parent against keys and ids; every one of them must exist. */
export function issueTest(kind: "issue" | "parent", term: Term, context: JqlContext): Test {
  const idOf = (issue: StoredIssue) => (kind === "issue" ? issue.id : parentId(issue, context));
  const operands = operandsOf(term.operand);
  if (operands.every((operand) => operand.type === "empty")) {
    const negative = term.operator === "is not" || term.operator === "!=";
    return (issue) => (idOf(issue) === null) !== negative;
  }
  const wanted = new Set(operands.flatMap((operand) => resolve(operand, term, context)));
  switch (term.operator) {
    case "=":
    case "in":
      return (issue) => wanted.has(idOf(issue) ?? "");
    case "!=":
    case "not in":
      return (issue) => idOf(issue) !== null && !wanted.has(idOf(issue) ?? "");
    case ">":
    case ">=":
    case "<":
    case "<=":
      return kind === "issue" ? rangeTest(term, context) : reject(term);
    default:
      return reject(term);
  }
}

function reject(term: Term): never {
  throw unsupported(term);
}

/** `key > PAY-10` compares numbers within a project; ids are compared as numbers. */
function rangeTest(term: Term, { store }: JqlContext): Test {
  const [operand] = operandsOf(term.operand);
  const bound = operand?.type === "value" ? store.find(operand.text) : null;
  if (bound === null) return reject(term);
  const byId = operand?.type === "value" && /^\d+$/.test(operand.text);
  const distance = (issue: StoredIssue) => (byId ? issue.number - bound.number : issue.keyNumber - bound.keyNumber);
  const comparable = (issue: StoredIssue) => byId || issue.projectKey === bound.projectKey;
  const holds: (by: number) => boolean = {
    ">": (by: number) => by > 0,
    ">=": (by: number) => by >= 0,
    "<": (by: number) => by < 0,
    "<=": (by: number) => by <= 0,
  }[term.operator === ">" || term.operator === ">=" || term.operator === "<" ? term.operator : "<="];
  return (issue) => comparable(issue) && holds(distance(issue));
}

/** The id of an issue's parent; a key is looked up, since it may be an old one. */
function parentId(issue: StoredIssue, { store }: Pick<JqlContext, "store">): string | null {
  const key = textAt(issue.fields, "parent", "key");
  return textAt(issue.fields, "parent", "id") ?? (key === null ? null : (store.find(key)?.id ?? key));
}

function resolve(operand: Operand, term: Term, { store, isUnvalidated = false }: JqlContext): readonly string[] {
  if (operand.type !== "value") return [];
  const found = store.find(operand.text);
  if (found !== null) return [found.id];
  if (isUnvalidated) return [];
  throw refuse(
    400,
    /^\d+$/.test(operand.text)
      ? `A value with ID '${operand.text}' does not exist for the field '${term.field}'.`
      : `An issue with key '${operand.text}' does not exist for field '${term.field}'.`,
  );
}
