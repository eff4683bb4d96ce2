import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import { parseRecords, type Records } from "../kit/records.ts";
import type { GithubClient, RestAnswer, RestCall } from "./client.ts";
import { stuck } from "./graphql-pages.ts";
import { isHidden } from "./partial.ts";
import type { Octokit } from "@octokit/rest";

/**
 * Parses records; a rejected one has its number as reference, else its container. Accepts a record with parts missing
 * because of errors (`partial.ts`), but also lists it as rejected.
 */
export function parseAll<T>(schema: z.ZodType<T>, nodes: readonly unknown[], container: string): Records<T> {
  const shown = nodes.filter((node) => !isHidden(node));
  const { records, rejected } = parseRecords(shown, { schema, refOf: (node) => refOf(node, container) });
  const hidden = nodes
    .filter(isHidden)
    .map(() => ({ ref: container, reason: "GitHub does not show it to our account" }));
  const lacking = nodes.flatMap((node) => {
    const paths = Lacking.safeParse(node).data?.unseen ?? [];
    return paths.length === 0
      ? []
      : { ref: refOf(node, container), reason: `GitHub does not show ${paths.join(", ")}` };
  });
  return { records, rejected: [...rejected, ...hidden, ...lacking] };
}

const Lacking = z.object({ unseen: z.array(z.string()).optional() });

function refOf(node: unknown, container: string): string {
  const number: unknown = typeof node === "object" && node !== null && "number" in node ? node.number : undefined;
  return typeof number === "number" ? `${container}#${number}` : container;
}

export type RestPages<T> = Omit<RestCall<T>, "request"> & {
  readonly request: (octokit: Octokit) => Promise<RestAnswer>;
};

/** Follows `Link: rel="next"`, since GitHub refuses page numbers for large repositories. */
export async function* restPages<T>(client: GithubClient, call: RestPages<T>): AsyncGenerator<T> {
  let request = call.request;
  let last: string | null = null;
  for (;;) {
    const { data, link } = await client.rest({ ...call, request });
    yield data;
    const next = nextOf(link, client.connection.apiUrl, call.what);
    if (next === null) return;
    if (next === last) throw stuck(client, call.what);
    last = next;
    request = (octokit) => octokit.request(`GET ${next}`);
  }
}

/** The URL of the next page, if it belongs to this GitHub's API. */
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
