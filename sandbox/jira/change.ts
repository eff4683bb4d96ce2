import type { RawRecord } from "../data.ts";
import { announceUpdated, type UpdateKind } from "./hooks/issue-events.ts";
import { formatInstant } from "./instant.ts";
import { userRecord, type Account } from "./account.ts";
import type { SiteState } from "./site-state.ts";
import { keyParts, type StoredIssue } from "./stored-issue.ts";

/** One line of the changelog. */
export type ChangeItem = RawRecord;

export type Change = {
  readonly actor: Account;
  readonly fields: RawRecord;
  readonly items: readonly ChangeItem[];
  /** The new key of a moved issue. */
  readonly key?: string;
  /** Name of the update in webhooks; absent if they get another event, or none. */
  readonly kind?: UpdateKind;
};

/** Stores a change of an issue: fields, a changelog entry if there are items, and a later `updated`. */
export function commit(state: SiteState, issue: StoredIssue, change: Change): StoredIssue {
  const now = state.runtime.clock();
  // Two changes in one millisecond, or data dated ahead of the clock, must still increase `updated`.
  const at = Math.max(now, issue.updatedAt + 1);
  const created = formatInstant(at, state.account.timeZone);
  const history = {
    id: state.ids.next(),
    author: userRecord(change.actor, state.baseUrl),
    created,
    items: change.items,
  };
  const changed: StoredIssue = {
    ...issue,
    ...keyParts(change.key ?? issue.key),
    updatedAt: at,
    fields: { ...issue.fields, ...change.fields, updated: created },
    histories: change.items.length === 0 ? issue.histories : [...issue.histories, history],
  };
  state.store.put(changed, now);
  if (change.kind !== undefined) {
    announceUpdated(state, { issue: changed, actor: change.actor, kind: change.kind, history });
  }
  return changed;
}

/** A changelog line of a system field. */
export function systemItem(field: string, before: Side, after: Side): ChangeItem {
  return item({ field, fieldtype: "jira", fieldId: field }, before, after);
}

export type Side = { readonly id: string | null; readonly text: string | null };

export const NOTHING: Side = { id: null, text: null };

/** A changelog line; `head` names the field as the changelog does. */
export function item(head: RawRecord, before: Side, after: Side): ChangeItem {
  return { ...head, from: before.id, fromString: before.text, to: after.id, toString: after.text };
}
