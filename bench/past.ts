import { parseTrainFile } from "../config/train-file.ts";
import { mapIssue } from "../connectors/jira/map.ts";
import { mapSprint } from "../connectors/jira/map-sprint.ts";
import { findFields } from "../connectors/jira/fields.ts";
import { Field, Issue, SprintRecord } from "../connectors/jira/schema.ts";
import type { MapContext } from "../connectors/jira/site.ts";
import type { JiraSiteData, RawRecord } from "../sandbox/data.ts";
import { loadSandboxData } from "../sandbox/load.ts";
import type { SprintId } from "../src/domain/ids.ts";
import type { Link, WorkItem } from "../src/domain/items/work-item.ts";
import { statusReader } from "../src/domain/items/statuses.ts";
import type { Train } from "../src/domain/model/train.ts";
import type { Sprint } from "../src/domain/schedule/sprint.ts";
import type { JiraConnection } from "../src/ports/connection.ts";

/** What an export tells of the past, in Signalbox's own words. */
export type Past = {
  readonly train: Train;
  /** With their status as the train reads it. */
  readonly items: readonly WorkItem[];
  readonly sprints: ReadonlyMap<SprintId, Sprint>;
  readonly links: readonly Link[];
  /** Records that Signalbox skips. */
  readonly skipped: number;
};

/**
 * Reads the Jira sites of a folder as `demo --data` would, without a stand-in: the sandbox's loader, then the connector's
 * own mapping. Leaves out GitHub's repositories: their records have another shape before the stand-in serves them.
 */
export async function readPast(dir: string): Promise<Past> {
  const data = await loadSandboxData(dir);
  const connections = Object.keys(data.jira).map(connectionOf);
  const { trains } = parseTrainFile(data.trainFile, { file: "signalbox.yaml", env: {}, provided: connections });
  const [train] = trains;
  if (train === undefined) throw new Error(`${dir}: the train file has no train`);
  const parts = connections.map((connection) => readSite(connection, data.jira[connection.key] ?? noSite));
  const read = statusReader(train);
  return {
    train,
    items: parts.flatMap(({ items }) => items).map((item) => read(item).item),
    sprints: new Map(parts.flatMap(({ sprints }) => sprints).map((sprint) => [sprint.id, sprint])),
    links: [...new Map(parts.flatMap(({ links }) => links).map((link) => [link.id, link])).values()],
    skipped: data.problems.length + parts.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}

const noSite = { issues: [], boards: [], sprints: [], fields: [] };

type Site = Pick<JiraSiteData, "issues" | "sprints" | "fields">;

function readSite(connection: JiraConnection, site: Site) {
  const fields = site.fields.flatMap((record) => parsed(Field.safeParse(record)));
  const facts = { accountId: "", linkTypes: [], ...findFields(connection, fields, []) };
  const context: MapContext = { connection, facts, statuses: new Map() };
  const mapped = site.issues.flatMap((record: RawRecord) =>
    parsed(Issue.safeParse(record)).map((issue) => mapIssue(context, issue, [])),
  );
  const listed = site.sprints.flatMap((record) => parsed(SprintRecord.safeParse(record)));
  return {
    items: mapped.map(({ pulled }) => pulled.item),
    links: mapped.flatMap(({ pulled }) => pulled.links),
    // The site's own list of sprints wins over what issues say of them.
    sprints: [...mapped.flatMap(({ boxes }) => boxes), ...listed.map((record) => mapSprint(connection, record))],
    skipped: site.issues.length - mapped.length,
  };
}

type Parsed<T> = { readonly success: true; readonly data: T } | { readonly success: false };

function parsed<T>(result: Parsed<T>): readonly T[] {
  return result.success ? [result.data] : [];
}

function connectionOf(key: string): JiraConnection {
  return {
    system: "jira",
    key,
    site: `https://${key}.example`,
    account: "",
    token: "",
    pointsField: null,
    webhookSecrets: [],
    webhookPath: null,
  };
}
