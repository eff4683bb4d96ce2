import type { JiraConnection } from "../../src/ports/connection.ts";
import { emptyPage, type RejectedRecord, type SourcePage } from "../../src/ports/connector.ts";
import { Changelogs } from "./changelogs.ts";
import type { JiraClient } from "./client.ts";
import { instantOf } from "./instant.ts";
import { isOwn } from "./managed-part.ts";
import { mapIssue } from "./map.ts";
import { parseAll } from "./pages.ts";
import { RemoteLinks, withRemoteLinks } from "./remote-links.ts";
import { Issue } from "./schema.ts";
import type { SiteFacts } from "./site.ts";
import { StatusCategories } from "./status-categories.ts";

/** Makes pages of issues: reads what their records lack, leaves out Signalbox's own. */
export class IssuePages {
  readonly #connection: JiraConnection;
  readonly #changelogs = new Changelogs();
  readonly #remoteLinks = new RemoteLinks();
  readonly #statuses = new StatusCategories();

  constructor(connection: JiraConnection) {
    this.#connection = connection;
  }

  /** @param records as a search or a bulk read gives them */
  async of(client: JiraClient, facts: SiteFacts, records: readonly unknown[]): Promise<SourcePage> {
    const { records: issues, rejected } = parseAll(Issue, records, "issue");
    const foreign = issues.filter((issue) => !isOwn(issue, facts));
    const changelogs = await this.#changelogs.of(client, foreign);
    const whole = foreign.map((issue) => ({ issue, histories: changelogs.get(issue.id) ?? [] }));
    const remote = await this.#remoteLinks.of(client, whole);
    const context = { connection: this.#connection, facts, statuses: this.#statuses.with(foreign) };
    const mapped = whole.map(({ issue, histories }) => ({
      ...mapIssue(context, issue, histories),
      remote: remote.get(issue.id),
    }));
    const instants = issues.flatMap(({ fields }) => instantOf(fields.updated) ?? []);
    return {
      ...emptyPage,
      items: mapped.map((one) => withRemoteLinks(one.pulled, one.remote)),
      mentions: mapped.flatMap(({ boxes }) => boxes),
      rejected: [
        ...rejected,
        ...mapped.flatMap((one): readonly RejectedRecord[] => [...one.rejected, ...(one.remote?.rejected ?? [])]),
      ],
      newestAt: instants.length === 0 ? null : Math.max(...instants),
    };
  }
}
