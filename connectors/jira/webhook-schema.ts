import { z } from "zod";
import { issueKey } from "../../src/domain/items/issue-key.ts";
import { withinCalendar } from "../kit/valid-dates.ts";

/** Only the fields that Signalbox reads. Bodies have the shape of REST version 2; old sites omit half of it. */

const numericId = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,30}$/)]).transform(String);
const key = z.string().regex(issueKey);

/** An issue by its id, its key, or both. */
const named = z.object({
  id: numericId.optional().catch(undefined),
  key: key.optional().catch(undefined),
});
export type Named = z.infer<typeof named>;

const maybeNamed = named.nullish().catch(null);

/** Jira always sends it, in milliseconds; a relay may have converted it to text. */
export const Timed = z.object({
  timestamp: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .refine((at) => Number.isSafeInteger(at) && withinCalendar(at) !== null)
    .nullish()
    .catch(null),
});

export const Called = z.object({ webhookEvent: z.string().regex(/^[\w:.-]{1,100}$/) });

const change = z.object({
  field: z.string(),
  from: z.string().nullish().catch(null),
  to: z.string().nullish().catch(null),
});
export type Change = z.infer<typeof change>;

/** A list without its malformed entries. */
function listOf<T extends z.ZodType>(entry: T) {
  return z
    .array(entry.nullable().catch(null))
    .catch([])
    .transform((entries) => entries.filter((one) => one !== null));
}

const noFields = { labels: [], project: null, parent: null, issuelinks: [] };

export const IssueCall = z.object({
  issue: named.extend({
    fields: z
      .object({
        labels: listOf(z.string()),
        project: z.object({ id: numericId, key: z.string() }).nullish().catch(null),
        parent: maybeNamed,
        issuelinks: listOf(z.object({ inwardIssue: maybeNamed, outwardIssue: maybeNamed })),
      })
      .catch(noFields),
  }),
  changelog: z.object({ items: listOf(change) }).catch({ items: [] }),
});
export type IssueCall = z.infer<typeof IssueCall>;

export const LinkCall = z.object({
  issueLink: z.object({ sourceIssueId: numericId, destinationIssueId: numericId }),
});
