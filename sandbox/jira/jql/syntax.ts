/** The parsed form of a JQL query. */
export type Operator = "=" | "!=" | "in" | "not in" | ">" | ">=" | "<" | "<=" | "is" | "is not" | "~" | "!~";

export type Operand =
  | { readonly type: "value"; readonly text: string }
  | { readonly type: "function"; readonly name: string; readonly args: readonly string[] }
  | { readonly type: "empty" }
  | { readonly type: "list"; readonly items: readonly Operand[] };

export type Term = {
  readonly type: "term";
  readonly field: string;
  readonly operator: Operator;
  readonly operand: Operand;
};

export type Clause =
  | Term
  | { readonly type: "and"; readonly clauses: readonly Clause[] }
  | { readonly type: "or"; readonly clauses: readonly Clause[] }
  | { readonly type: "not"; readonly clause: Clause };

export type Ordering = { readonly field: string; readonly descending: boolean };

export type Query = {
  /** Null if the query has no restriction. */
  readonly where: Clause | null;
  readonly order: readonly Ordering[];
};
