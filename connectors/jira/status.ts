import type { StatusCategory } from "../../src/domain/work-item.ts";

/** Jira has no category for work that was dropped: it is "done" with one of these resolutions (or status names). */
const droppedWords: ReadonlySet<string> = new Set([
  "abandoned",
  "canceled",
  "cancelled",
  "cannot reproduce",
  "can not reproduce",
  "can't reproduce",
  "declined",
  "discarded",
  "duplicate",
  "duplicated",
  "incomplete",
  "invalid",
  "not a bug",
  "not an issue",
  "not reproducible",
  "obsolete",
  "out of date",
  "rejected",
  "superseded",
  "withdrawn",
  "won't do",
  "won't fix",
  "wont do",
  "wont fix",
  "works as designed",
  "works for me",
]);

type SourceStatus = {
  readonly status: { readonly name: string; readonly statusCategory?: { readonly key: string } | null | undefined };
  readonly resolution?: { readonly name: string } | null | undefined;
};

/** By the category's key, since names are translated. Done with a resolution that means "dropped" is cancelled. */
export function statusCategoryOf({ status, resolution }: SourceStatus): StatusCategory {
  switch (status.statusCategory?.key) {
    case "indeterminate":
      return "in-progress";
    case "done":
      return isDropped(status.name) || isDropped(resolution?.name) ? "cancelled" : "done";
    default:
      return "todo";
  }
}

/** Both of Jira's own words: `Closed (Won't Fix)`. */
export function sourceStatusOf({ status, resolution }: SourceStatus): string {
  const said = resolution?.name ?? "";
  return said === "" || said.toLowerCase() === status.name.toLowerCase() ? status.name : `${status.name} (${said})`;
}

function isDropped(name: string | undefined): boolean {
  return name !== undefined && droppedWords.has(name.trim().toLowerCase().replaceAll("’", "'"));
}
