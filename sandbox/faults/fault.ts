import { z } from "zod";

const seconds = z.int({ error: "whole seconds" }).min(0, { error: "0 or more seconds" });
const milliseconds = z.int({ error: "whole milliseconds" }).min(1, { error: "1 or more milliseconds" });

/** Seconds the client is told to stay away; without it the tracker does not say. */
const retryAfter = seconds.optional();

/** Whether the tracker never saw the request, or did what it asks and only the answer suffers. */
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

/** What befalls one API request, as a plan spells it. */
export const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("too-many-requests"), retryAfter }),
  /** GitHub's hourly allowance is spent; GraphQL says so with 200. `resetAfter`: seconds until it is full again. */
  z.strictObject({
    kind: z.literal("primary-limit"),
    status: z.literal([403, 429]).default(403),
    resetAfter: seconds.default(60),
  }),
  /** GitHub's limit on too much at once. */
  z.strictObject({ kind: z.literal("secondary-limit"), retryAfter }),
  z.strictObject({ kind: z.literal("server-error"), status: z.literal([500, 502, 503]), retryAfter, when }),
  /** The request is left hanging. */
  z.strictObject({ kind: z.literal("no-answer"), when }),
  z.strictObject({ kind: z.literal("connection-reset"), when }),
  /** The answer ends in the middle, whatever its Content-Length says; one without a body has nothing to lose. */
  z.strictObject({ kind: z.literal("truncated") }),
  /** A page for people with status 200, as a login or a maintenance puts in between. */
  z.strictObject({ kind: z.literal("html-page") }),
  /** Search and lists know only what was written so many milliseconds longer ago than usual; single reads are not hurt. */
  z.strictObject({ kind: z.literal("stale-search"), ms: milliseconds }),
  /** 403, whatever is asked: a token whose permissions were narrowed, or a list of addresses that we are not on. */
  z.strictObject({ kind: z.literal("forbidden") }),
  /** 401 for so many requests or milliseconds, whatever else they ask; then the token is good again. */
  revoked,
]);
export type Fault = Readonly<z.output<typeof fault>>;

/** Faults in GitHub's own words. */
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

/** Asked once for each API request, in the order in which they come. */
export type FaultSource = (request: FaultyRequest) => Fault | null;
