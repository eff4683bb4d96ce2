import { createGithubConnector } from "../../connectors/github/connector.ts";
import { renderMarkdown as renderGithub } from "../../connectors/github/render.ts";
import { createJiraConnector } from "../../connectors/jira/connector.ts";
import { renderJira } from "../../connectors/jira/render.ts";
import type { Train } from "../domain/train.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { Connection } from "../ports/connection.ts";
import type { Connector } from "../ports/connector.ts";
import type { Log } from "../ports/runtime.ts";
import type { ConnectionRecord } from "../ports/store.ts";
import type { Render } from "../reporting/plan.ts";

/** What the store remembers of a connection: nothing secret. */
export function connectionRecord(connection: Connection): ConnectionRecord {
  const { key, system } = connection;
  return { key, system, site: system === "jira" ? connection.site : connection.webUrl };
}

/** A connector for each connection. They pace themselves by the real clock, whatever instant a command evaluates. */
export function createConnectors(
  connections: readonly Connection[],
  trains: readonly Train[],
  log: Log,
): ReadonlyMap<string, Connector> {
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return new Map(
    connections.map((connection) => {
      const options = {
        scope: scopeOf(connection.key, trains),
        clock: Date.now,
        log,
        wait,
        timeLimit: AbortSignal.timeout.bind(AbortSignal),
      };
      return [
        connection.key,
        connection.system === "jira"
          ? createJiraConnector({ ...options, connection })
          : createGithubConnector({ ...options, connection }),
      ];
    }),
  );
}

/** Renders as the connections' trackers do; needs nothing of them but their addresses. */
export function renderOf(records: readonly ConnectionRecord[]): Render {
  const byKey = new Map(records.map((record) => [record.key, record]));
  return (key, document, marker) => {
    const record = byKey.get(key);
    if (record === undefined) throw new TypeError(`no connection ${key}`);
    return record.system === "jira" ? renderJira(document, marker) : renderGithub(document, record.site);
  };
}
