import { refuse } from "../failure.ts";
import type { StoredIssue } from "../stored-issue.ts";
import { readDate } from "./date-literal.ts";
import type { Operand, Term } from "./syntax.ts";
import { operandsOf, unsupported, type JqlContext, type Test } from "./term.ts";

/** Tests a field that is compared by size; an empty field matches only EMPTY. */
export function sizeTest(
  size: (issue: StoredIssue) => number | null,
  term: Term,
  read: (operand: Operand) => number,
): Test {
  const operands = operandsOf(term.operand);
  const isEmpty: Test = (issue) => size(issue) === null;
  if (operands.every((operand) => operand.type === "empty")) {
    const negative = term.operator === "is not" || term.operator === "!=";
    return negative ? (issue) => !isEmpty(issue) : isEmpty;
  }
  const values = operands.filter((operand) => operand.type !== "empty").map(read);
  const [first = 0] = values;
  const compares = comparison(term, values, first);
  return (issue) => {
    const own = size(issue);
    return own !== null && compares(own);
  };
}

function comparison(term: Term, values: readonly number[], first: number): (own: number) => boolean {
  switch (term.operator) {
    case "=":
    case "in":
      return (own) => values.includes(own);
    case "!=":
    case "not in":
      return (own) => !values.includes(own);
    case ">":
      return (own) => own > first;
    case ">=":
      return (own) => own >= first;
    case "<":
      return (own) => own < first;
    case "<=":
      return (own) => own <= first;
    default:
      throw unsupported(term);
  }
}

/** The instant an operand names, in epoch milliseconds. @throws JiraError 400 */
export function dateOf(operand: Operand, field: string, { now, timeZone }: JqlContext): number {
  if (operand.type === "function" && operand.name.toLowerCase() === "now") return now;
  if (operand.type === "function" && operand.name.toLowerCase() === "startofday") {
    return readDate(new Intl.DateTimeFormat("sv-SE", { timeZone }).format(now), { now, timeZone, field });
  }
  if (operand.type !== "value") {
    throw refuse(400, `Unable to find JQL function '${operand.type === "function" ? operand.name : ""}()'.`);
  }
  return readDate(operand.text, { now, timeZone, field });
}

/** The number an operand names. @throws JiraError 400 */
export function numberOf(operand: Operand, field: string): number {
  const value = operand.type === "value" ? Number(operand.text) : Number.NaN;
  if (Number.isNaN(value)) {
    const text = operand.type === "value" ? operand.text : operand.type;
    throw refuse(400, `The value '${text}' for field '${field}' is invalid: it must be a number.`);
  }
  return value;
}
