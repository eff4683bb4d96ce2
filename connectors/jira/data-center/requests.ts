import type { Client } from "jira.js/core";
import type { z } from "zod";
import { HttpRefusal, UnreadableAnswer } from "../../kit/answer.ts";

type Query = Readonly<Record<string, string | number | boolean>>;

/** One attempt of a request, with the raw answer. */
export type Requests = {
  readonly get: (path: string, query?: Query) => Promise<unknown>;
  readonly post: (path: string, body: unknown) => Promise<unknown>;
  readonly put: (path: string, body: unknown, query?: Query) => Promise<unknown>;
  readonly remove: (path: string) => Promise<unknown>;
};

/** Plain requests to Data Center through the transport that the connector also gives to jira.js. */
export function createRequests(site: Pick<Client, "sendRequest">): Requests {
  return {
    get: (url, searchParams = {}) => site.sendRequest<unknown>({ method: "GET", url, searchParams }),
    post: (url, body) => site.sendRequest<unknown>({ method: "POST", url, body }),
    put: (url, body, searchParams = {}) => site.sendRequest<unknown>({ method: "PUT", url, body, searchParams }),
    remove: (url) => site.sendRequest<unknown>({ method: "DELETE", url }),
  };
}

/**
 * The answer; null if Jira does not show the thing: 404, or 403 with Jira's own words. A 403 without them comes from
 * elsewhere, such as a proxy, and says nothing about the thing.
 */
export async function orHidden(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HttpRefusal && (error.status === 404 || (error.status === 403 && error.words !== null))) {
      return null;
    }
    throw error;
  }
}

/** An answer by its schema. @throws UnreadableAnswer */
export function parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { data, error } = schema.safeParse(answer);
  if (data !== undefined) return data;
  throw new UnreadableAnswer("an answer of an unknown shape", { broken: false, cause: error });
}
