import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import { refusedWith } from "../kit/http-failure.ts";
import { JiraRefusal } from "./answer.ts";
import type { JiraDocument, Notify } from "./api.ts";

/** Any account with edit rights can write properties: check the author as well. */
export const MarkerProperty = z.object({ marker: z.string() });

const Adf = z.object({
  type: z.literal("doc"),
  version: z.literal(1),
  content: z.array(z.record(z.string(), z.unknown())),
});

/** The document in a rendered body, which Signalbox has written itself. */
export function adfOf({ body }: Rendered): JiraDocument {
  return Adf.parse(JSON.parse(body));
}

export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  const status = refusedWith(error);
  return status !== null && statuses.includes(status);
}

/** Deleted or hidden: Jira's answers do not distinguish the two. */
export function isGone(error: unknown): boolean {
  return isStatus(error, 404, 410);
}

/** Whether Jira found a text too long: it answers 400 with the field's name. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof Failure) || !(error.cause instanceof JiraRefusal) || error.cause.status !== 400) return false;
  const { fields, messages } = error.cause.said;
  return [...Object.values(fields), ...messages].some((words) => /too long/iu.test(words));
}

/** Writes without e-mail to watchers if the account may (administrators), else with it. */
export async function quietly<T>(write: (notify: Notify) => Promise<T>): Promise<T> {
  try {
    return await write({ notifyUsers: false });
  } catch (error) {
    if (!isStatus(error, 403)) throw error;
    return write({});
  }
}
