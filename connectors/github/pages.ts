import type { z } from "zod";
import type { RejectedRecord, SourcePage } from "../../src/ports/connector.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { GithubClient, RestAnswer, RestCall } from "./client.ts";
import type { Octokit } from "@octokit/rest";

export const emptyPage: SourcePage = {
  items: [],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: null,
};

export type Parsed<T> = { readonly records: readonly T[]; readonly rejected: readonly RejectedRecord[] };

/** Looks at each record of a page by itself: one that cannot be understood is named and left out. */
export function parseAll<T>(schema: z.ZodType<T>, nodes: readonly unknown[], container: string): Parsed<T> {
  const records: T[] = [];
  const rejected: RejectedRecord[] = [];
  for (const node of nodes) {
    const parsed = schema.safeParse(node);
    if (parsed.success) records.push(parsed.data);
    else rejected.push({ ref: refOf(node, container), reason: reasonOf(parsed.error) });
  }
  return { records, rejected };
}

function refOf(node: unknown, container: string): string {
  const number: unknown = typeof node === "object" && node !== null && "number" in node ? node.number : undefined;
  return typeof number === "number" ? `${container}#${number}` : container;
}

function reasonOf({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? "unknown shape" : `${issue.path.join(".") || "record"}: ${issue.message}`;
}

export type RestPages<T> = Omit<RestCall<T>, "request"> & {
  readonly request: (octokit: Octokit) => Promise<RestAnswer>;
};

/** Follows `Link: rel="next"`, since large repositories refuse page numbers. */
export async function* restPages<T>(client: GithubClient, call: RestPages<T>): AsyncGenerator<T> {
  let request = call.request;
  for (;;) {
    const { data, link } = await client.rest({ ...call, request });
    yield data;
    const next = nextOf(link, client.connection.apiUrl, call.what);
    if (next === null) return;
    request = (octokit) => octokit.request(`GET ${next}`);
  }
}

/** The next page, if it is where our credentials belong. */
function nextOf(link: string | null, apiUrl: string, what: string): string | null {
  const next = /<([^<>]+)>;\s*rel="next"/u.exec(link ?? "")?.[1];
  if (next === undefined) return null;
  if (URL.canParse(next) && new URL(next).origin === new URL(apiUrl).origin) return next;
  throw new Failure({
    code: "unreadable-answer",
    what: `The next page leads away from ${apiUrl} while ${what}.`,
    remedy: "Check the address of the connection: GitHub and a proxy before it should agree on the host's name.",
    verdict: { kind: "park" },
  });
}
