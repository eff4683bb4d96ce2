import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import { refusedWith } from "../kit/http-failure.ts";
import { JiraRefusal } from "./answer.ts";
import type { Room } from "../kit/write-in-room.ts";
import type { JiraClient } from "./client.ts";
import { longestText } from "./text-limits.ts";
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

/** Fields of a text in a refusal. */
const texts: ReadonlySet<string> = new Set(["description", "comment", "body"]);

/**
 * How much shorter than `longestText` a text must be after Jira found it too long; null for other errors. Jira answers
 * 400 with a sentence in the account's language, which names the site's limit: `32,767`, `32.767` or `32 767`.
 */
export function excessIn(error: unknown): number | null {
  if (!(error instanceof Failure) || !(error.cause instanceof JiraRefusal) || error.cause.status !== 400) return null;
  const { fields, messages } = error.cause.said;
  const aboutText = Object.entries(fields).flatMap(([field, words]) => (texts.has(field) ? words : []));
  const [limit] = aboutText.flatMap((words) => numberIn(words) ?? []);
  if (limit !== undefined && limit < longestText) return longestText - limit;
  const isTooLong =
    limit !== undefined || [...Object.values(fields), ...messages].some((words) => /too long/iu.test(words));
  return isTooLong ? Math.ceil(longestText / 4) : null;
}

/** A number of at least four digits. */
function numberIn(words: string): number | null {
  const [found] = /\d{1,3}(?:[.,'’\s]\d{3})+|\d{4,}/u.exec(words) ?? [];
  return found === undefined ? null : Number(found.replaceAll(/\D/gu, ""));
}

/** @param beside size of people's text around ours */
export function roomFor({ connection }: JiraClient, key: string, beside = 0): Room {
  return { connection: connection.key, key, beside, limit: longestText, excessIn };
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
