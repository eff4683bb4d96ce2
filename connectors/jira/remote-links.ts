import { Failure } from "../../src/domain/failure.ts";
import { destinationOf, siteOf } from "../../src/domain/references/address.ts";
import { keyRef } from "../../src/domain/ids.ts";
import { orderInWords } from "../../src/domain/items/link-words.ts";
import type { Link } from "../../src/domain/items/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { PulledItem, RejectedRecord } from "../../src/ports/connector.ts";
import { isOwn } from "../kit/text-links.ts";
import type { JiraClient } from "./client.ts";
import { byNumber } from "./map-history.ts";
import { parseAll } from "./pages.ts";
import { List, RemoteLink, type History, type Issue } from "./schema.ts";
import { itemIdOf } from "./site.ts";
import { isStatus } from "./write-outcome.ts";

/** An issue with its changelog. */
export type IssueHistory = { readonly issue: Issue; readonly histories: readonly History[] };

/** The remote links of one issue. `isWhole`: Jira showed all of them, and each was readable. */
export type RemoteReading = {
  readonly links: readonly Link[];
  readonly isWhole: boolean;
  readonly rejected: readonly RejectedRecord[];
};

type Read = RemoteReading & { readonly edition: string };

/** The background's share of the client's requests at once. */
const requestsAtOnce = 5;

/**
 * Jira's remote links (`issue/{id}/remotelink`), which are in no other answer: one request per issue, only for issues
 * whose changelog names one, and only once per change of them in the life of the process. Jira's webhooks do not tell
 * of them, but each change moves the issue's `updated`.
 */
export class RemoteLinks {
  readonly #read = new Map<string, Read>();

  /** By issue id; without issues that never had any. @throws Failure that concerns more than one issue */
  async of(client: JiraClient, issues: readonly IssueHistory[]): Promise<ReadonlyMap<string, RemoteReading>> {
    const found = new Map<string, RemoteReading>();
    const missing: Edition[] = [];
    for (const { issue, histories } of issues) {
      const edition = editionOf(histories);
      const read = this.#read.get(issue.id);
      if (edition !== null && read?.edition === edition) found.set(issue.id, read);
      else if (edition !== null) missing.push({ issue, edition });
    }
    for (let from = 0; from < missing.length; from += requestsAtOnce) {
      const some = missing.slice(from, from + requestsAtOnce);
      for (const [id, reading] of await Promise.all(some.map((one) => this.#readOf(client, one)))) {
        found.set(id, reading);
      }
    }
    return found;
  }

  async #readOf(client: JiraClient, { issue, edition }: Edition): Promise<[string, RemoteReading]> {
    const reading = await readRemoteLinks(client, issue);
    if (reading.isWhole) this.#read.set(issue.id, { ...reading, edition });
    return [issue.id, reading];
  }
}

type Edition = { readonly issue: Issue; readonly edition: string };

/** Names in the changelog, which is English on every site: of Jira Cloud today, and of Data Center and Cloud before. */
const fields: ReadonlySet<string> = new Set(["remoteworkitemlink", "remoteissuelink"]);

/** The newest entry about remote links, also about removed ones; null if there is none. */
function editionOf(histories: readonly History[]): string | null {
  const told = histories.filter(({ items }) =>
    items.some(({ field, fieldId }) => fields.has(field.toLowerCase()) && !fieldId?.startsWith("customfield_")),
  );
  return (
    told
      .map(({ id }) => id)
      .toSorted(byNumber)
      .at(-1) ?? null
  );
}

async function readRemoteLinks(client: JiraClient, issue: Issue): Promise<RemoteReading> {
  try {
    const answer = await client.call({
      what: `reading the remote links of ${issue.key}`,
      schema: List,
      request: (api) => api.remoteLinks(issue.id),
    });
    const { records, rejected } = parseAll(RemoteLink, answer, `a remote link of ${issue.key}`);
    return { links: mapRemoteLinks(client.connection, issue, records), isWhole: rejected.length === 0, rejected };
  } catch (error) {
    // 403: linking is switched off; 404: deleted or hidden meanwhile; 413: more than Jira lists.
    if (!(error instanceof Failure) || !isStatus(error, 400, 403, 404, 413)) throw error;
    return { links: [], isWhole: false, rejected: [{ ref: issue.key, reason: error.message }] };
  }
}

/**
 * Links to items whose relationship says which end comes first (`is blocked by`); a remote link has no type. Several
 * to one item in one direction are one.
 */
function mapRemoteLinks(connection: JiraConnection, issue: Issue, records: readonly RemoteLink[]): readonly Link[] {
  const sites = [connection.site, ...(connection.alsoAt ?? [])].map(siteOf);
  const self = { id: itemIdOf(connection, issue.id), key: keyRef("jira", issue.key), sites };
  const links = records.flatMap(({ relationship, object }): readonly Link[] => {
    const end = destinationOf(object.url);
    const order = orderInWords({ outward: relationship ?? "", inward: "" });
    if (end === null || end === "pull-request" || order === null || isOwn(end, self)) return [];
    const isFirst = order === "source-first";
    return [
      {
        id: `${self.id}:remote:${isFirst ? "blocks" : "blocked-by"}:${end}`,
        origin: "jira-remote-link",
        typeId: null,
        typeName: relationship ?? "",
        source: isFirst ? self.id : end,
        target: isFirst ? end : self.id,
      },
    ];
  });
  return [...new Map(links.map((link) => [link.id, link])).values()];
}

/** The item with its remote links; without a whole reading the store keeps those that it has. */
export function withRemoteLinks(pulled: PulledItem, reading: RemoteReading | undefined): PulledItem {
  if (reading === undefined) return pulled;
  return {
    ...pulled,
    links: [...pulled.links, ...reading.links],
    completeOrigins: reading.isWhole ? [...pulled.completeOrigins, "jira-remote-link"] : pulled.completeOrigins,
  };
}
