import { z } from "zod";

const seconds = z.int({ error: "whole seconds" }).min(0, { error: "0 or more seconds" });
const milliseconds = z.int({ error: "whole milliseconds" }).min(1, { error: "1 or more milliseconds" });

/** Seconds in the answer's `Retry-After`; absent for an answer without one. */
const retryAfter = seconds.optional();

/** Whether the tracker never received the request, or executed it and only the answer is faulty. */
const when = z.enum(["before", "after"]).default("before");

const revoked = z
  .strictObject({
    kind: z.literal("token-revoked"),
    requests: z.int({ error: "a whole number" }).min(1, { error: "1 or more" }).optional(),
    ms: milliseconds.optional(),
  })
  .refine(({ requests, ms }) => (requests === undefined) !== (ms === undefined), {
    error: "say how long: either `requests`, this one included, or `ms`",
  });

/** The fault of one API request, as a plan contains it. */
export const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("too-many-requests"), retryAfter }),
  /** GitHub's hourly allowance is spent; GraphQL answers with 200. `resetAfter`: seconds until it is full again. */
  z.strictObject({
    kind: z.literal("primary-limit"),
    status: z.literal([403, 429]).default(403),
    resetAfter: seconds.default(60),
  }),
  /** GitHub's secondary rate limit. */
  z.strictObject({ kind: z.literal("secondary-limit"), retryAfter }),
  z.strictObject({ kind: z.literal("server-error"), status: z.literal([500, 502, 503]), retryAfter, when }),
  /** The tracker never answers the request. */
  z.strictObject({ kind: z.literal("no-answer"), when }),
  z.strictObject({ kind: z.literal("connection-reset"), when }),
  /** The answer ends in the middle of its Content-Length; no effect without a body. */
  z.strictObject({ kind: z.literal("truncated") }),
  /** An HTML page with status 200, as from a login or maintenance page. */
  z.strictObject({ kind: z.literal("html-page") }),
  /** Search and lists lag by this time (ms) more than usual; single reads do not. */
  z.strictObject({ kind: z.literal("stale-search"), ms: milliseconds }),
  /** 403 for every request: a token with fewer permissions, or an IP allow list. */
  z.strictObject({ kind: z.literal("forbidden") }),
  /** 401 for this number of requests or milliseconds; then the token is valid again. */
  revoked,
]);
export type Fault = Readonly<z.output<typeof fault>>;

/** Faults in GitHub's format. */
export const githubOnly: ReadonlySet<string> = new Set(["primary-limit", "secondary-limit"] satisfies Fault["kind"][]);

export type FaultyTracker = "jira" | "github";

export type FaultyRequest = {
  readonly tracker: FaultyTracker;
  /** Name of the Jira site; empty for the one GitHub host. */
  readonly site: string;
  /** In capitals. */
  readonly method: string;
  /** Below the tracker's root, without the query: `/rest/api/3/issue`, `/api/v3/repos/acme/api/issues`, `/api/graphql`. */
  readonly path: string;
};

/** Returns the fault of each API request; the middleware calls it once per request, in order of arrival. */
export type FaultSource = (request: FaultyRequest) => Fault | null;
