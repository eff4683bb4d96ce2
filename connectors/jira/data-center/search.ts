import { z } from "zod";
import type { SearchRequest } from "../api.ts";
import type { IssueConverter } from "./issues.ts";
import { orHidden, parsed, type Requests } from "./requests.ts";

const Answer = z.object({ issues: z.array(z.unknown()), total: z.number() });
const Identified = z.looseObject({ id: z.string() });

/** Where the next page begins, and the ids that end this one. */
const Token = z.object({ from: z.int().nonnegative(), last: z.array(z.string()) });
type Token = z.infer<typeof Token>;

/** Number of issues that a page repeats of the one before it. */
const overlap = 10;

export type SearchTools = { readonly requests: Requests; readonly converter: IssueConverter };

/**
 * One page of a search in Cloud's form, by `POST /rest/api/2/search`, which pages by offset. An issue that changes or
 * goes while the pages are read moves all later ones forward, so that one would fall between two pages. Therefore each
 * page repeats the last issues of the one before it; if none of them is there, the pages have moved further, and the
 * search goes back until it finds one, or to the beginning.
 */
export async function searchPage(
  { requests, converter }: SearchTools,
  search: SearchRequest,
): Promise<Readonly<Record<string, unknown>>> {
  const token = search.token === null ? null : Token.parse(JSON.parse(search.token));
  const { from, issues, total } = await pageAfter(requests, search, token);
  const seen = new Set(token?.last);
  const fresh = issues.filter((issue) => !seen.has(idOf(issue)));
  const next = from + issues.length;
  const converted = await converter.convert(fresh);
  return {
    issues: await withProperties(requests, converted, search.properties ?? []),
    ...(issues.length > 0 && next < total && { nextPageToken: tokenFor(next, issues) }),
  };
}

type Page = { readonly from: number; readonly issues: readonly unknown[]; readonly total: number };

async function pageAfter(requests: Requests, search: SearchRequest, token: Token | null): Promise<Page> {
  if (token === null) return read(requests, search, 0);
  for (let from = Math.max(0, token.from - overlap); ; from = Math.max(0, from - search.maxResults)) {
    const page = await read(requests, search, from);
    if (from === 0 || page.issues.some((issue) => token.last.includes(idOf(issue)))) return page;
  }
}

/** Jira cuts a page to its own limit (1000 by default), so only the answer tells how long it is. */
async function read(requests: Requests, search: SearchRequest, from: number): Promise<Page> {
  const { jql, fields, maxResults, changelog = false } = search;
  const expand = changelog ? { expand: ["changelog"] } : {};
  const body = { jql, startAt: from, maxResults, fields, ...expand };
  return { from, ...parsed(Answer, await requests.search(body)) };
}

function tokenFor(from: number, issues: readonly unknown[]): string {
  return JSON.stringify({ from, last: issues.slice(-overlap).map(idOf) } satisfies Token);
}

function idOf(issue: unknown): string {
  return Identified.safeParse(issue).data?.id ?? "";
}

/** Data Center's search returns no properties: reads them issue by issue. */
async function withProperties(
  requests: Requests,
  issues: readonly unknown[],
  keys: readonly string[],
): Promise<readonly unknown[]> {
  if (keys.length === 0) return issues;
  const complete: unknown[] = [];
  for (const issue of issues) {
    const properties: Record<string, unknown> = {};
    for (const key of keys) {
      const value = await propertyAt(requests, `/rest/api/2/issue/${idOf(issue)}`, key);
      if (value !== undefined) properties[key] = value;
    }
    complete.push({ ...parsed(Identified, issue), properties });
  }
  return complete;
}

const Property = z.object({ value: z.unknown() });

/** The value of an entity property; undefined if there is none. @param owner path of the issue or comment */
export async function propertyAt(requests: Requests, owner: string, key: string): Promise<unknown> {
  const answer = await orHidden(requests.get(`${owner}/properties/${encodeURIComponent(key)}`));
  return answer === null ? undefined : parsed(Property, answer).value;
}
