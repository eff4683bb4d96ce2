import type { Catalogue } from "../catalogue.ts";
import { refuse } from "../failure.ts";
import type { IssueStore } from "../issue-store.ts";
import type { StoredIssue } from "../stored-issue.ts";
import type { Operand, Term } from "./syntax.ts";

export type Test = (issue: StoredIssue) => boolean;

/** The context of a query. */
export type JqlContext = {
  readonly catalogue: Catalogue;
  readonly store: IssueStore;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Zone of the account that asks, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  readonly accountId: string;
  /** Whether issues that the site does not know match nothing, instead of making the query wrong. */
  readonly isUnvalidated?: boolean;
};

/** The operands of a term, a list taken apart. */
export function operandsOf(operand: Operand): readonly Operand[] {
  return operand.type === "list" ? operand.items.flatMap((item) => operandsOf(item)) : [operand];
}

/** The error for an operator that a field does not have. */
export function unsupported(term: Term): Error {
  return refuse(400, `The operator '${term.operator}' is not supported by the '${term.field}' field.`);
}
