import type { RawRecord } from "../data.ts";
import type { Catalogue } from "./catalogue.ts";
import type { CommentStore } from "./comment-store.ts";
import type { IssueStore } from "./issue-store.ts";
import { isRecord, recordAt, textAt } from "../record.ts";
import { sprintEntry, sprintIdsOf } from "./sprint-field.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** Number of newest entries that `expand=changelog` returns. */
const EXPANDED_HISTORIES = 40;

export type FieldChoice = {
  /** Names of fields, `*all`, `*navigable`, `-name`. */
  readonly fields: readonly string[];
  readonly expand: ReadonlySet<string>;
  /** Keys of issue properties to add. */
  readonly properties: readonly string[];
};

export type ViewParts = {
  readonly baseUrl: string;
  readonly catalogue: Catalogue;
  readonly store: IssueStore;
  readonly comments: CommentStore;
  readonly properties: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** Whether `expand=changelog` returns all changes, oldest first, as Data Center does. */
  readonly wholeChangelogs: boolean;
};

/** Fields that are not "navigable": a request gets them only by `*all` or by name. */
const NOT_NAVIGABLE: ReadonlySet<string> = new Set(["comment"]);

/** Renders issues as the API answers them: links, parents and changed sprints are shown as they are now. */
export class IssueView {
  readonly #parts: ViewParts;
  readonly #briefs = new WeakMap<StoredIssue, RawRecord>();

  constructor(parts: ViewParts) {
    this.#parts = parts;
  }

  /** One issue with the requested fields. */
  issue(issue: StoredIssue, choice: FieldChoice): RawRecord {
    const fields = this.#fields(issue, choice.fields);
    const changelog = choice.expand.has("changelog") ? { changelog: this.#changelog(issue) } : {};
    const properties = choice.properties.length === 0 ? {} : { properties: this.#properties(issue, choice.properties) };
    return {
      expand: "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations",
      id: issue.id,
      self: this.#self(issue),
      key: issue.key,
      ...(fields === null ? {} : { fields }),
      ...changelog,
      ...properties,
    };
  }

  /** Names and schemas of the requested fields, for `expand=names,schema`. */
  legend(choice: FieldChoice): RawRecord {
    const names = [...this.#parts.catalogue.fields].filter(([id]) => chosen(id, choice.fields));
    return {
      ...(choice.expand.has("names")
        ? { names: Object.fromEntries(names.map(([id, field]) => [id, field["name"]])) }
        : {}),
      ...(choice.expand.has("schema")
        ? { schema: Object.fromEntries(names.map(([id, field]) => [id, field["schema"]])) }
        : {}),
    };
  }

  /** The members of an issue in links and as a parent. */
  brief(issue: StoredIssue): RawRecord {
    const known = this.#briefs.get(issue);
    if (known !== undefined) return known;
    const names = ["summary", "status", "priority", "issuetype"].filter((name) => issue.fields[name] !== undefined);
    const fields = Object.fromEntries(names.map((name) => [name, issue.fields[name]]));
    const brief = { id: issue.id, key: issue.key, self: this.#self(issue), fields };
    this.#briefs.set(issue, brief);
    return brief;
  }

  #changelog(issue: StoredIssue): RawRecord {
    if (!this.#parts.wholeChangelogs) return newestHistories(issue);
    const { histories } = issue;
    return { startAt: 0, maxResults: histories.length, total: histories.length, histories };
  }

  #self(issue: StoredIssue): string {
    return `${this.#parts.baseUrl}/rest/api/3/issue/${issue.id}`;
  }

  #properties(issue: StoredIssue, keys: readonly string[]): RawRecord {
    const own = this.#parts.properties.get(issue.id) ?? new Map<string, unknown>();
    return Object.fromEntries([...own].filter(([key]) => keys.includes(key) || keys.includes("*all")));
  }

  #fields(issue: StoredIssue, wanted: readonly string[]): RawRecord | null {
    if (wanted.every((name) => name === "id" || name === "key")) return null;
    const fields: Record<string, unknown> = {};
    for (const [id, value] of Object.entries(issue.fields)) {
      if (chosen(id, wanted)) fields[id] = this.#fresh(id, value);
    }
    if (chosen("comment", wanted)) fields["comment"] = this.#parts.comments.field(issue.id);
    return fields;
  }

  #fresh(id: string, value: unknown): unknown {
    if (id === "issuelinks" && Array.isArray(value)) {
      const seen = value.filter((link: unknown) => !this.#parts.store.isHidden(otherEndId(link)));
      return seen.map((link: unknown) => (isRecord(link) ? this.#freshLink(link) : link));
    }
    if (id === "parent" && isRecord(value)) return this.#freshEnd(value);
    return id === this.#parts.catalogue.sprintField ? this.#freshSprints(value) : value;
  }

  #freshLink(link: RawRecord): RawRecord {
    const side = recordAt(link, "inwardIssue") === null ? "outwardIssue" : "inwardIssue";
    const end = recordAt(link, side);
    return end === null ? link : { ...link, [side]: this.#freshEnd(end) };
  }

  #freshEnd(end: RawRecord): RawRecord {
    const { store } = this.#parts;
    const issue = store.byId(textAt(end, "id") ?? "") ?? store.find(textAt(end, "key") ?? "");
    return issue === null ? end : this.brief(issue);
  }

  #freshSprints(value: unknown): unknown {
    const { changedSprints, sprints } = this.#parts.catalogue;
    if (!Array.isArray(value) || !sprintIdsOf(value).some((id) => changedSprints.has(id))) return value;
    return value.map((entry: unknown) => {
      const id = textAt(entry, "id");
      const sprint = id !== null && changedSprints.has(id) ? sprints.get(id) : undefined;
      return sprint === undefined ? entry : sprintEntry(sprint);
    });
  }
}

function chosen(id: string, wanted: readonly string[]): boolean {
  if (wanted.includes(`-${id}`)) return false;
  const onlyExclusions = wanted.length > 0 && wanted.every((name) => name.startsWith("-"));
  const navigable = wanted.includes("*navigable") || onlyExclusions;
  return wanted.includes(id) || wanted.includes("*all") || (navigable && !NOT_NAVIGABLE.has(id));
}

function newestHistories(issue: StoredIssue): RawRecord {
  const histories = issue.histories.slice(-EXPANDED_HISTORIES).toReversed();
  return { startAt: 0, maxResults: histories.length, total: issue.histories.length, histories };
}

/** Id of the issue at the other end of a link; empty without one. */
export function otherEndId(link: unknown): string {
  return textAt(link, "inwardIssue", "id") ?? textAt(link, "outwardIssue", "id") ?? "";
}
