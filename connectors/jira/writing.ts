import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import { NoAnswer, UnreadableAnswer } from "../kit/answer.ts";
import { HttpRefusal } from "./answer.ts";
import type { JiraClient } from "./client.ts";

/** Anybody with edit rights can write properties: never believed without the author. */
export const MarkerProperty = z.object({ marker: z.string() });

const Adf = z.object({
  type: z.literal("doc"),
  version: z.literal(1),
  content: z.array(z.record(z.string(), z.unknown())),
});

/** The document in a rendered body: our own text, stored and read back. */
export function adfOf({ body }: Rendered): z.infer<typeof Adf> {
  return Adf.parse(JSON.parse(body));
}

export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof Failure && error.cause instanceof HttpRefusal && statuses.includes(error.cause.status);
}

/** Gone, or no longer ours to see: Jira does not tell the two apart. */
export function isGone(error: unknown): boolean {
  return isStatus(error, 404, 410);
}

/** Jira says so as 400 with the field's name. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof Failure) || !(error.cause instanceof HttpRefusal) || error.cause.status !== 400) return false;
  const { fields, messages } = error.cause.said;
  return [...Object.values(fields), ...messages].some((words) => /too long/iu.test(words));
}

type Notify = { readonly notifyUsers?: false };

/** Writes without e-mail to watchers where the account may (administrators), else with it. */
export async function quietly<T>(write: (notify: Notify) => Promise<T>): Promise<T> {
  try {
    return await write({ notifyUsers: false });
  } catch (error) {
    if (!isStatus(error, 403)) throw error;
    return write({});
  }
}

/**
 * A create whose answer is lost may have happened: never repeated, but looked for by its marker.
 * @returns the error itself where the tracker surely did nothing.
 */
export function outcomeUnknown(client: JiraClient, thing: string, error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const { cause } = error;
  const lost =
    (cause instanceof NoAnswer && !cause.neverSent) ||
    cause instanceof UnreadableAnswer ||
    cause instanceof z.ZodError ||
    (cause instanceof HttpRefusal && cause.status >= 500);
  if (!lost) return error;
  return new Failure({
    code: "outcome-unknown",
    what: `${client.connection.key} may or may not have created ${thing}: ${error.message}`,
    remedy: "Run it again: what was written is recognised by its marker and never written twice.",
    verdict: { kind: "retry", afterMs: null },
    cause: error,
  });
}
