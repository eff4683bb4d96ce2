import type { Catalogue } from "../catalogue.ts";
import { named } from "../catalogue.ts";
import { refuse } from "../failure.ts";
import type { IssueStore } from "../issue-store.ts";
import { textAt } from "../record.ts";
import type { StoredIssue } from "../stored-issue.ts";
import { readDate } from "./date-literal.ts";
import { jqlField } from "./field.ts";
import type { JqlField } from "./field.ts";
import { issueTest } from "./issue-term.ts";
import type { Clause, Operand, Operator, Term } from "./syntax.ts";

export type Test = (issue: StoredIssue) => boolean;

/** What a query is read against. */
export type JqlContext = {
  readonly catalogue: Catalogue;
  readonly store: IssueStore;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Zone of the account that asks, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  readonly accountId: string;
};

/**
 * Turns a clause into a test of one issue.
 * @throws JiraError 400 for unknown fields and values, and for operators a field does not support
 */
export function compile(clause: Clause, context: JqlContext): Test {
  switch (clause.type) {
    case "and": {
      const tests = clause.clauses.map((part) => compile(part, context));
      return (issue) => tests.every((test) => test(issue));
    }
    case "or": {
      const tests = clause.clauses.map((part) => compile(part, context));
      return (issue) => tests.some((test) => test(issue));
    }
    case "not":
      return compile(negated(clause.clause), context);
    case "term":
      return compileTerm(clause, context);
    default: {
      const never: never = clause;
      return never;
    }
  }
}

const OPPOSITE: Readonly<Record<Operator, Operator>> = {
  "=": "!=",
  "!=": "=",
  in: "not in",
  "not in": "in",
  ">": "<=",
  "<=": ">",
  ">=": "<",
  "<": ">=",
  is: "is not",
  "is not": "is",
  "~": "!~",
  "!~": "~",
};

/** NOT is pushed down to the operators, as Jira does: `NOT assignee = x` leaves unassigned issues out, like `!=`. */
function negated(clause: Clause): Clause {
  switch (clause.type) {
    case "and":
      return { type: "or", clauses: clause.clauses.map((part) => negated(part)) };
    case "or":
      return { type: "and", clauses: clause.clauses.map((part) => negated(part)) };
    case "not":
      return clause.clause;
    case "term":
      return { ...clause, operator: OPPOSITE[clause.operator] };
    default: {
      const never: never = clause;
      return never;
    }
  }
}

function compileTerm(term: Term, context: JqlContext): Test {
  const field = jqlField(term.field, context.catalogue);
  switch (field.kind) {
    case "issue":
    case "parent":
      return issueTest(field.kind, term, context);
    case "names":
      return namesTest(field, term, context);
    case "time":
      return sizeTest(field.size, term, (operand) => dateOf(operand, term.field, context));
    case "number":
      return sizeTest(field.size, term, (operand) => numberOf(operand, term.field));
    case "text":
      return textTest(field, term);
    default: {
      const never: never = field;
      return never;
    }
  }
}

function namesTest(field: JqlField & { kind: "names" }, term: Term, context: JqlContext): Test {
  const literals = operandsOf(term.operand);
  const wantsEmpty = literals.some((operand) => operand.type === "empty") || saysUnresolved(field, literals);
  const wanted = new Set(literals.flatMap((operand) => literalNames(operand, field, context)));
  const matches: Test = (issue) => {
    const names = field.names(issue);
    return names.length === 0 ? wantsEmpty : names.some((name) => wanted.has(name));
  };
  switch (term.operator) {
    case "=":
    case "in":
    case "is":
      return matches;
    case "!=":
    case "not in":
    case "is not":
      return (issue) => field.names(issue).length > 0 && !matches(issue);
    default:
      throw unsupported(term);
  }
}

/** `resolution = Unresolved` is how people ask for an empty resolution. */
function saysUnresolved(field: JqlField, literals: readonly Operand[]): boolean {
  return (
    field.name === "resolution" &&
    literals.some((operand) => operand.type === "value" && operand.text.toLowerCase() === "unresolved")
  );
}

function literalNames(operand: Operand, field: JqlField & { kind: "names" }, context: JqlContext): readonly string[] {
  if (operand.type === "function") {
    return functionNames(operand.name, field, context);
  }
  if (operand.type !== "value" || saysUnresolved(field, [operand])) {
    return [];
  }
  if (field.known !== null && !field.known(operand.text)) {
    throw refuse(400, unknownValue(field.name, operand.text));
  }
  const canonical = field.name === "project" ? textAt(named(context.catalogue.projects, operand.text), "key") : null;
  return [(canonical ?? operand.text).toLowerCase()];
}

function unknownValue(field: string, value: string): string {
  return field === "sprint"
    ? `Sprint with name '${value}' does not exist or you do not have permission to view it.`
    : `The value '${value}' does not exist for the field '${field}'.`;
}

const SPRINT_STATES: Readonly<Record<string, string>> = {
  opensprints: "active",
  closedsprints: "closed",
  futuresprints: "future",
};

function functionNames(name: string, field: JqlField, { catalogue, accountId }: JqlContext): readonly string[] {
  const state = SPRINT_STATES[name.toLowerCase()];
  if (field.name === "sprint" && state !== undefined) {
    return [...catalogue.sprints].filter(([, sprint]) => sprint["state"] === state).map(([id]) => id);
  }
  if (name.toLowerCase() === "currentuser") {
    return [accountId.toLowerCase()];
  }
  throw refuse(400, `Unable to find JQL function '${name}()'.`);
}

function sizeTest(size: (issue: StoredIssue) => number | null, term: Term, read: (operand: Operand) => number): Test {
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

function dateOf(operand: Operand, field: string, { now, timeZone }: JqlContext): number {
  if (operand.type === "function" && operand.name.toLowerCase() === "now") {
    return now;
  }
  if (operand.type === "function" && operand.name.toLowerCase() === "startofday") {
    return readDate(new Intl.DateTimeFormat("sv-SE", { timeZone }).format(now), { now, timeZone, field });
  }
  if (operand.type !== "value") {
    throw refuse(400, `Unable to find JQL function '${operand.type === "function" ? operand.name : ""}()'.`);
  }
  return readDate(operand.text, { now, timeZone, field });
}

function numberOf(operand: Operand, field: string): number {
  const value = operand.type === "value" ? Number(operand.text) : Number.NaN;
  if (Number.isNaN(value)) {
    const text = operand.type === "value" ? operand.text : operand.type;
    throw refuse(400, `The value '${text}' for field '${field}' is invalid: it must be a number.`);
  }
  return value;
}

function textTest(field: JqlField & { kind: "text" }, term: Term): Test {
  const words = operandsOf(term.operand).flatMap((operand) =>
    operand.type === "value" ? operand.text.toLowerCase().split(/\W+/) : [],
  );
  const contains: Test = (issue) => {
    const text = field.text(issue)?.toLowerCase() ?? "";
    return words.every((word) => text.includes(word));
  };
  switch (term.operator) {
    case "~":
      return contains;
    case "!~":
      return (issue) => !contains(issue);
    case "is":
      return (issue) => (field.text(issue) ?? "") === "";
    case "is not":
      return (issue) => (field.text(issue) ?? "") !== "";
    default:
      throw unsupported(term);
  }
}

/** The operands of a term, a list taken apart. */
export function operandsOf(operand: Operand): readonly Operand[] {
  return operand.type === "list" ? operand.items.flatMap((item) => operandsOf(item)) : [operand];
}

/** The error for an operator that a field does not have. */
export function unsupported(term: Term): Error {
  return refuse(400, `The operator '${term.operator}' is not supported by the '${term.field}' field.`);
}
