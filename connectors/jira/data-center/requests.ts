import type { Client } from "jira.js/core";
import type { z } from "zod";
import type { RequestKind } from "../../../src/ports/runtime.ts";
import { HttpRefusal, UnreadableAnswer } from "../../kit/answer.ts";

type Query = Readonly<Record<string, string | number | boolean>>;

/** One attempt of a request, with the raw answer. */
export type Requests = {
  readonly get: (path: string, query?: Query) => Promise<unknown>;
  /** A search, which only reads although it is a POST. */
  readonly search: (body: unknown) => Promise<unknown>;
  readonly post: (path: string, body: unknown) => Promise<unknown>;
  readonly put: (path: string, body: unknown, query?: Query) => Promise<unknown>;
  readonly remove: (path: string) => Promise<unknown>;
};

/** Plain requests to Data Center through the transport that the connector also gives to jira.js. */
export function createRequests(site: (kind: RequestKind) => Pick<Client, "sendRequest">): Requests {
  const [reads, creates, writes] = [site("read"), site("create"), site("write")];
  return {
    get: (url, searchParams = {}) => reads.sendRequest<unknown>({ method: "GET", url, searchParams }),
    search: (body) => reads.sendRequest<unknown>({ method: "POST", url: "/rest/api/2/search", body }),
    post: (url, body) => creates.sendRequest<unknown>({ method: "POST", url, body }),
    put: (url, body, searchParams = {}) => writes.sendRequest<unknown>({ method: "PUT", url, body, searchParams }),
    remove: (url) => writes.sendRequest<unknown>({ method: "DELETE", url }),
  };
}

/**
 * The answer; null if Jira does not show the thing: 404 or 403 with Jira's own words. One without them comes from
 * elsewhere, such as a proxy or a server whose Jira has not started, and says nothing about the thing.
 */
export async function orHidden(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    const isHidden = error instanceof HttpRefusal && [403, 404].includes(error.status) && error.words !== null;
    if (!isHidden) throw error;
    return null;
  }
}

/** An answer by its schema. @throws UnreadableAnswer */
export function parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { data, error } = schema.safeParse(answer);
  if (data !== undefined) return data;
  throw new UnreadableAnswer("an answer of an unknown shape", { broken: false, cause: error });
}
