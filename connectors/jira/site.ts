import { workItemId, type Origin, type WorkItemId } from "../../src/domain/ids.ts";
import type { StatusCategory } from "../../src/domain/items/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";

/** A link type of the site, with the words of its two directions. */
export type LinkType = {
  readonly id: string;
  readonly name: string;
  readonly inward?: string | null | undefined;
  readonly outward?: string | null | undefined;
};

/** Facts about a site from the probe, needed to read an issue. */
export type SiteFacts = {
  /** Id of Signalbox's account. */
  readonly accountId: string;
  /** Field ids; null if the site has no such field. */
  readonly sprintField: string | null;
  readonly pointsFields: readonly string[];
  /** Empty if the train file names none, or it is there no more. */
  readonly businessValueFields: readonly string[];
  /**
   * A site may have several: "Target start" of plans, "Start date", and one of that name for each team-managed project
   * that added it.
   */
  readonly startFields: readonly string[];
  /** The site's link types; empty if the train file names none, or the site does not show them. */
  readonly linkTypes: readonly LinkType[];
};

export type MapContext = {
  readonly connection: JiraConnection;
  readonly facts: SiteFacts;
  /** Categories of statuses by id; null if unknown. */
  readonly statuses: ReadonlyMap<string, StatusCategory | null>;
};

export function originOf(connection: JiraConnection): Origin {
  return { system: "jira", connection: connection.key };
}

export function itemIdOf(connection: JiraConnection, nativeId: string): WorkItemId {
  return workItemId(originOf(connection), nativeId);
}

/** A link from the configured address: `self` in answers may contain a gateway instead of the site. */
export function browseUrl(connection: JiraConnection, key: string): string {
  return `${connection.site}/browse/${encodeURIComponent(key)}`;
}

/** `PAY` of `PAY-12`. */
export function projectOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf("-")));
}
