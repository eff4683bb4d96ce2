import { named } from "../catalogue.ts";
import { refuse } from "../failure.ts";
import { textAt } from "../../record.ts";
import type { JqlField } from "./field.ts";
import type { Operand, Term } from "./syntax.ts";
import { operandsOf, unsupported, type JqlContext, type Test } from "./term.ts";

/** Tests a field whose values go by names: any value may match, an empty field matches only EMPTY. */
export function namesTest(field: JqlField & { kind: "names" }, term: Term, context: JqlContext): Test {
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
  if (operand.type === "function") return functionNames(operand.name, field, context);
  if (operand.type !== "value" || saysUnresolved(field, [operand])) return [];
  if (field.known !== null && !field.known(operand.text)) throw refuse(400, unknownValue(field.name, operand.text));
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
  if (name.toLowerCase() === "currentuser") return [accountId.toLowerCase()];
  throw refuse(400, `Unable to find JQL function '${name}()'.`);
}
