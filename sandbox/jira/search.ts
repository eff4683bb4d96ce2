import { named, type Catalogue } from "./catalogue.ts";
import { refuse } from "./failure.ts";
import type { IssueStore } from "./issue-store.ts";
import { compile } from "./jql/compile.ts";
import { compileOrder, type SortKey, type Sorting } from "./jql/order.ts";
import { parseJql } from "./jql/parse.ts";
import type { Clause, Query } from "./jql/syntax.ts";
import type { JqlContext, Test } from "./jql/term.ts";
import { textAt } from "../record.ts";
import { lowerBound, sortedEntries, type Entry, type SearchIndex } from "./search-index.ts";
import { readPageToken, writePageToken } from "./page-token.ts";
import type { StoredIssue } from "./stored-issue.ts";

export type SearchRequest = {
  readonly jql: string;
  readonly pageSize: number;
  readonly pageToken: string | null;
  /** Issues whose present state counts, instead of the state of search. */
  readonly reconcile: readonly string[];
};

export type SearchPage = { readonly issues: readonly StoredIssue[]; readonly nextPageToken: string | null };

type Prepared = {
  readonly test: Test;
  readonly sorting: Sorting;
  readonly projectKey: string | null;
  readonly ids: readonly string[] | null;
  /** Sort keys before which nothing can match, or null. */
  readonly floor: readonly SortKey[] | null;
};

/** Answers JQL from the index. */
export class Search {
  readonly #index: SearchIndex;
  readonly #store: IssueStore;
  readonly #catalogue: Catalogue;

  constructor(parts: { index: SearchIndex; store: IssueStore; catalogue: Catalogue }) {
    this.#index = parts.index;
    this.#store = parts.store;
    this.#catalogue = parts.catalogue;
  }

  /** One page. @throws JiraError 400 for JQL that is wrong or unbounded, or a page token that is unknown or too old */
  page(request: SearchRequest, context: JqlContext): SearchPage {
    const prepared = this.#prepare(request.jql, context);
    const after = request.pageToken === null ? null : readPageToken(request.pageToken, request.jql, context.now);
    const found: Entry[] = [];
    for (const entry of this.#walk(prepared, request.reconcile, after ?? prepared.floor)) {
      found.push(entry);
      if (found.length > request.pageSize) break;
    }
    const page = found.slice(0, request.pageSize);
    const last = found.length > request.pageSize ? page.at(-1) : undefined;
    return {
      issues: page.map(({ issue }) => issue),
      nextPageToken: last === undefined ? null : writePageToken({ jql: request.jql, keys: last.keys, at: context.now }),
    };
  }

  /** A part of the result by offset, and its whole size. @throws JiraError 400 for JQL that is wrong */
  slice(
    jql: string,
    { from, size }: { readonly from: number; readonly size: number },
    context: JqlContext,
  ): { readonly issues: readonly StoredIssue[]; readonly total: number } {
    const prepared = this.#prepare(jql, context);
    const issues = [...this.#walk(prepared, [], prepared.floor)].map(({ issue }) => issue);
    return { issues: issues.slice(from, from + size), total: issues.length };
  }

  /** How many issues match. */
  count(jql: string, context: JqlContext): number {
    let count = 0;
    for (const _ of this.#walk(this.#prepare(jql, context), [], null)) count += 1;
    return count;
  }

  #prepare(jql: string, context: JqlContext): Prepared {
    const query = parseJql(jql);
    if (query.where === null) {
      throw refuse(400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
    }
    return {
      test: compile(query.where, context),
      sorting: compileOrder(query.order, this.#catalogue),
      projectKey: soleProject(query, this.#catalogue),
      ids: this.#soleIssues(query),
      floor: lowestKeys(query),
    };
  }

  /** Matching entries after a cursor, in order; those to reconcile come with their present state. */
  *#walk(
    { test, sorting, projectKey, ids }: Prepared,
    reconcile: readonly string[],
    after: readonly SortKey[] | null,
  ): Generator<Entry> {
    const present = new Set(reconcile);
    const fresh = sortedEntries(this.#live(reconcile).filter(test), sorting);
    const entries = ids === null ? this.#index.sorted(projectKey, sorting) : sortedEntries(this.#seen(ids), sorting);
    let next = after === null ? 0 : afterCursor(fresh, after, sorting);
    for (let at = after === null ? 0 : afterCursor(entries, after, sorting); at < entries.length; at += 1) {
      const entry = entries[at];
      if (entry === undefined || present.has(entry.issue.id) || !this.#store.isSearchable(entry.issue.id)) continue;
      if (!test(entry.issue)) continue;
      for (
        let other = fresh[next];
        other !== undefined && sorting.compare(other.keys, entry.keys) < 0;
        other = fresh[next]
      ) {
        next += 1;
        yield other;
      }
      yield entry;
    }
    yield* fresh.slice(next);
  }

  #live(ids: readonly string[]): StoredIssue[] {
    return ids.map((id) => this.#store.byId(id)).filter((issue) => issue !== null);
  }

  #seen(ids: readonly string[]): StoredIssue[] {
    return [...new Set(ids)].map((id) => this.#index.seen(id)).filter((issue) => issue !== null);
  }

  /** The issues that a query names individually, so that the search can skip all others. */
  #soleIssues(query: Query): readonly string[] | null {
    const values = conjunctValues(query.where, ["key", "issuekey", "id", "issue"]);
    return values?.map((value) => this.#store.find(value)?.id ?? value) ?? null;
  }
}

function afterCursor(entries: readonly Entry[], keys: readonly SortKey[], sorting: Sorting): number {
  const at = lowerBound(entries, keys, sorting);
  const entry = entries[at];
  return entry !== undefined && sorting.compare(entry.keys, keys) === 0 ? at + 1 : at;
}

/** The key of the only project a query can find issues of, or null. */
function soleProject(query: Query, catalogue: Catalogue): string | null {
  const [value, ...others] = conjunctValues(query.where, ["project"]) ?? [];
  return value === undefined || others.length > 0 ? null : textAt(named(catalogue.projects, value), "key");
}

/** Where results rise by time and the query names the earliest time by number, the walk can start there. */
function lowestKeys({ where, order }: Query): readonly SortKey[] | null {
  const [first] = order;
  const terms = where === null ? [] : where.type === "and" ? where.clauses : [where];
  for (const term of first === undefined || first.descending ? [] : terms) {
    const sameField = term.type === "term" && term.field.toLowerCase() === first?.field.toLowerCase();
    const value = sameField && term.operator === ">=" && term.operand.type === "value" ? term.operand.text : "";
    if (/^(?:updated|created)$/i.test(first?.field ?? "") && /^\d+$/.test(value)) return [Number(value) - 1];
  }
  return null;
}

/** Values of which the clause requires one in a field, if it is that simple. */
function conjunctValues(clause: Clause | null, fields: readonly string[]): readonly string[] | null {
  if (clause?.type === "and") {
    for (const part of clause.clauses) {
      const values = conjunctValues(part, fields);
      if (values !== null) return values;
    }
  }
  if (
    clause?.type !== "term" ||
    !fields.includes(clause.field.toLowerCase()) ||
    !(clause.operator === "=" || clause.operator === "in")
  ) {
    return null;
  }
  const operands = clause.operand.type === "list" ? clause.operand.items : [clause.operand];
  const values = operands.flatMap((operand) => (operand.type === "value" ? [operand.text] : []));
  return values.length === operands.length ? values : null;
}
