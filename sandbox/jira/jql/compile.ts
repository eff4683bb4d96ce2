import { jqlField } from "./field.ts";
import { issueTest } from "./issue-term.ts";
import { namesTest } from "./names-term.ts";
import { dateOf, numberOf, sizeTest } from "./size-term.ts";
import type { Clause, Operator, Term } from "./syntax.ts";
import type { JqlContext, Test } from "./term.ts";
import { textTest } from "./text-term.ts";

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
