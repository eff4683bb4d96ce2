import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import type { RawRecord } from "../data.ts";
import { isRecord } from "../record.ts";
import { refuse } from "./failure.ts";
import type { Reply } from "./rest/call.ts";

/** @throws GithubError 400 if the body is no JSON object */
export function bodyOf(request: Request): RawRecord {
  const body = parsedBody(request);
  if (body === NO_JSON) throw refuse(400, "Problems parsing JSON");
  if (body !== undefined && !isRecord(body)) throw refuse(400, "Body should be a JSON object");
  return body ?? {};
}

const NO_JSON = Symbol("no JSON");

/** The body as JSON; undefined without one. */
function parsedBody(request: Request): unknown {
  const text: unknown = request.body;
  if (typeof text !== "string" || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}

/** The raw body, parsed if it is JSON: for observers. */
export function sentBody(request: Request): unknown {
  const body = parsedBody(request);
  return body === NO_JSON ? request.body : body;
}

/** The query as it was sent: express would make lists and objects of it. */
export function queryOf(request: Request): URLSearchParams {
  const mark = request.originalUrl.indexOf("?");
  return new URLSearchParams(mark === -1 ? "" : request.originalUrl.slice(mark + 1));
}

/** A request to a release of the host, and its answer. */
type Exchange = { readonly request: Request; readonly response: Response; readonly version: string };

/** Sets status and headers. @returns the text to send; none, with 304, if the client already has this answer */
export function prepare(
  { request, response, version }: Exchange,
  reply: Reply,
): { status: number; text: string | undefined } {
  const { status, body, headers = {} } = reply;
  const text = body === undefined ? undefined : JSON.stringify(body);
  response.status(status).set({
    ...headers,
    "Content-Type": "application/json; charset=utf-8",
    "X-GitHub-Media-Type": "github.v3; format=json",
    "X-GitHub-Api-Version-Selected": "2022-11-28",
    "X-GitHub-Enterprise-Version": version,
  });
  if (request.method !== "GET" || status !== 200 || text === undefined) return { status, text };
  const etag = `W/"${createHash("sha256").update(text).digest("hex")}"`;
  response.set({ ETag: etag, "Cache-Control": "private, max-age=60, s-maxage=60" });
  if (request.headers["if-none-match"] !== etag) return { status, text };
  response.status(304);
  return { status: 304, text: undefined };
}

/** An id in the shape of X-GitHub-Request-Id, counted. */
export function requestId(served: number): string {
  const hex = served.toString(16).toUpperCase().padStart(4, "0");
  return `${hex}:2B4C:1A2B3C:4D5E6F:${hex.padStart(8, "0")}`;
}
