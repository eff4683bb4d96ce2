import type { RawRecord } from "../data.ts";
import { bodyTexts, ok, type Call, type Reply, type Route } from "./call.ts";
import { refuse } from "./failure.ts";
import { parseInstant } from "./instant.ts";
import { numberAt, recordsAt, textAt } from "../record.ts";

const MOST_ISSUES = 1000;
const LONGEST_PAGE = 10_000;

/** Changelogs of many issues at once; here alone `created` is a number (milliseconds). */
export const bulkChangelogRoutes: readonly Route[] = [
  { method: "post", path: "/rest/api/3/changelog/bulkfetch", handle: bulkFetch },
];

function bulkFetch({ state, body }: Call): Reply {
  const wanted = bodyTexts(body, "issueIdsOrKeys");
  const fieldIds = bodyTexts(body, "fieldIds");
  if (wanted.length === 0 || wanted.length > MOST_ISSUES || fieldIds.length > 10) {
    throw refuse(400, `issueIdsOrKeys must hold between 1 and ${MOST_ISSUES} values, fieldIds at most 10.`);
  }
  const size = Math.min(numberAt(body, "maxResults") ?? MOST_ISSUES, LONGEST_PAGE);
  const start = offsetOf(textAt(body, "nextPageToken"));
  const issues = new Map(
    wanted
      .map((idOrKey) => state.store.find(idOrKey))
      .filter((issue) => issue !== null)
      .map((issue) => [issue.id, issue]),
  );
  const all = [...issues.values()].flatMap((issue) =>
    issue.histories.flatMap((history) => {
      const items = recordsAt(history, "items").filter(
        (item) => fieldIds.length === 0 || fieldIds.includes(fieldId(item)),
      );
      return items.length === 0
        ? []
        : [{ issueId: issue.id, history: { ...history, items, created: parseInstant(textAt(history, "created")) } }];
    }),
  );
  const page = all.slice(start, start + size);
  const byIssue = Map.groupBy(page, ({ issueId }) => issueId);
  const issueChangeLogs = [...byIssue].map(([issueId, entries]) => ({
    issueId,
    changeHistories: entries.map(({ history }) => history),
  }));
  const more = start + size < all.length;
  return ok({
    issueChangeLogs,
    ...(more ? { nextPageToken: Buffer.from(String(start + size)).toString("base64url") } : {}),
  });
}

/** Link and parent lines carry no field id of their own. */
const FIELD_IDS: Readonly<Record<string, string>> = {
  Link: "issuelinks",
  IssueParentAssociation: "parent",
  Key: "issuekey",
};

function fieldId(item: RawRecord): string {
  return textAt(item, "fieldId") ?? FIELD_IDS[textAt(item, "field") ?? ""] ?? textAt(item, "field") ?? "";
}

function offsetOf(token: string | null): number {
  const offset = token === null ? 0 : Number(Buffer.from(token, "base64url").toString());
  if (!Number.isInteger(offset) || offset < 0) throw refuse(400, "The nextPageToken is invalid.");
  return offset;
}
