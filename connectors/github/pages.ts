import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import { parseRecords, type Records } from "../kit/records.ts";
import type { GithubClient, RestAnswer, RestCall } from "./client.ts";
import type { Octokit } from "@octokit/rest";

/**
 * Issues go by their number where they have one, else by what holds them. A record that lacks something for an error of
 * its own (`partial.ts`) is taken, and is among the rejected as well.
 */
export function parseAll<T>(schema: z.ZodType<T>, nodes: readonly unknown[], container: string): Records<T> {
  const { records, rejected } = parseRecords(nodes, { schema, refOf: (node) => refOf(node, container) });
  const lacking = nodes.flatMap((node) => {
    const paths = Lacking.safeParse(node).data?.unseen ?? [];
    return paths.length === 0
      ? []
      : { ref: refOf(node, container), reason: `GitHub does not show ${paths.join(", ")}` };
  });
  return { records, rejected: [...rejected, ...lacking] };
}

const Lacking = z.object({ unseen: z.array(z.string()) });

function refOf(node: unknown, container: string): string {
  const number: unknown = typeof node === "object" && node !== null && "number" in node ? node.number : undefined;
  return typeof number === "number" ? `${container}#${number}` : container;
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
