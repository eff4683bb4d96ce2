import { z } from "zod";
import { issueKey } from "../../../src/domain/items/issue-key.ts";
import type { CustomFields } from "./custom-fields.ts";
import { personOf } from "./people.ts";
import { parsed, type Requests } from "./requests.ts";

const Change = z.looseObject({ field: z.string(), fieldtype: z.string().catch("") });
const History = z.looseObject({ items: z.array(z.unknown()).catch([]) });
const Histories = z.looseObject({ histories: z.array(z.unknown()).catch([]) });

const Found = z.object({ issues: z.array(z.looseObject({ key: z.string() })) });

/** Number of parents in one search. */
const keysAtOnce = 100;

const RawIssue = z.looseObject({
  fields: z.looseObject({}).optional().catch(undefined),
  changelog: Histories.optional().catch(undefined),
});
type RawIssue = z.infer<typeof RawIssue>;

/** Converts issues to Cloud's form: people by key, changes with the id of their field, the epic as parent, or as `parentKey` if Jira hides it. */
export class IssueConverter {
  readonly #requests: Requests;
  readonly #fields: CustomFields;
  /** Parents by key, as issues show them; without those that Jira did not show, since it may show them later. */
  readonly #parents = new Map<string, unknown>();

  constructor(requests: Requests, fields: CustomFields) {
    this.#requests = requests;
    this.#fields = fields;
  }

  /**
   * The fields to ask for: Cloud's `parent` also stands for the epic, which Data Center keeps in a field of its own, and
   * its types have a level, which only an epic's name shows here.
   */
  asked(fields: readonly string[]): readonly string[] {
    const { parents, epicName } = this.#fields;
    const names = fields.includes("issuetype") && epicName !== null ? [epicName] : [];
    return [...new Set([...fields, ...(fields.includes("parent") ? parents : []), ...names])];
  }

  /** Leaves malformed records as they are: callers reject them by Cloud's schema. */
  async convert(records: readonly unknown[]): Promise<readonly unknown[]> {
    const issues = records.map((record) => RawIssue.safeParse(record).data ?? record);
    await this.#find([...new Set(issues.flatMap((issue) => this.#parentKey(issue) ?? []))]);
    return issues.map((issue) => this.#converted(issue));
  }

  #converted(issue: unknown): unknown {
    const { fields, changelog, ...rest } = RawIssue.safeParse(issue).data ?? {};
    if (fields === undefined) return issue;
    const parentKey = this.#parentKey(issue);
    const parent = fields["parent"] ?? this.#parents.get(parentKey ?? "");
    return {
      ...rest,
      fields: {
        ...fields,
        ...("creator" in fields && { creator: personOf(fields["creator"]) }),
        ...("reporter" in fields && { reporter: personOf(fields["reporter"]) }),
        ...(parent !== undefined && { parent }),
        ...(parent === undefined && parentKey !== null && { parentKey }),
        ...(this.#isEpic(fields) && { issuetype: asEpic(fields["issuetype"]) }),
      },
      ...(changelog !== undefined && { changelog: this.#changelog(changelog) }),
    };
  }

  #isEpic(fields: Readonly<Record<string, unknown>>): boolean {
    const name = fields[this.#fields.epicName ?? ""];
    return typeof name === "string" && name !== "";
  }

  #changelog({ histories, ...rest }: z.infer<typeof Histories>) {
    return { ...rest, histories: histories.map((history) => this.history(history)) };
  }

  /** An entry of the changelog: a change (`ChangeItemBean`) names its field, without the id that Cloud adds. */
  history(raw: unknown): unknown {
    const history = History.safeParse(raw).data;
    if (history === undefined) return raw;
    return { ...history, items: history.items.map((item) => this.#change(item)) };
  }

  #change(raw: unknown): unknown {
    const change = Change.safeParse(raw).data;
    const fieldId = change?.fieldtype === "custom" ? this.#fields.idOf(change.field) : null;
    // Not `change`: a schema would lose the payload's own key `toString`.
    return typeof raw === "object" && raw !== null && fieldId !== null ? { ...raw, fieldId } : raw;
  }

  /** The key in one of the fields for parents; null for an issue with a parent of its own, or without any. */
  #parentKey(issue: unknown): string | null {
    const { fields } = RawIssue.safeParse(issue).data ?? {};
    if (fields === undefined || fields["parent"] != null) return null;
    const keys = this.#fields.parents.map((id) => fields[id]);
    return keys.find((key): key is string => typeof key === "string" && issueKey.test(key)) ?? null;
  }

  /** Looks for parents that no earlier issue named. */
  async #find(keys: readonly string[]): Promise<void> {
    const missing = keys.filter((key) => !this.#parents.has(key));
    for (let from = 0; from < missing.length; from += keysAtOnce) {
      const found = await this.#search(missing.slice(from, from + keysAtOnce));
      for (const [key, parent] of found) this.#parents.set(key, parent);
    }
  }

  /** Without validation Jira leaves out unknown keys, instead of refusing the whole search. */
  async #search(keys: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const jql = `issuekey in (${keys.join(", ")})`;
    const fields = ["summary", "status", "issuetype"];
    const body = { jql, startAt: 0, maxResults: keysAtOnce, fields, validateQuery: false };
    const { issues } = parsed(Found, await this.#requests.search(body));
    return new Map(issues.map((issue) => [issue.key, issue]));
  }
}

/** A type with Cloud's level of epics: people translate and rename types. */
function asEpic(type: unknown): unknown {
  return typeof type === "object" ? { ...type, hierarchyLevel: 1 } : type;
}
