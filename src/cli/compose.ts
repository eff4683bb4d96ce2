import { createChannel } from "../../connectors/channels/channel.ts";
import { createGithubConnector } from "../../connectors/github/connector.ts";
import { createJiraConnector } from "../../connectors/jira/connector.ts";
import type { Train } from "../domain/model/train.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { Channel, ChannelSettings } from "../ports/channel.ts";
import type { Connection } from "../ports/connection.ts";
import type { Connector, ConnectorOptions } from "../ports/connector.ts";
import type { Log } from "../ports/runtime.ts";
import type { ConnectionRecord } from "../ports/store.ts";

/** The stored record of a connection; contains no secrets. */
export function connectionRecord(connection: Connection): ConnectionRecord {
  const { key, system, alsoAt = [] } = connection;
  return { key, system, site: system === "jira" ? connection.site : connection.webUrl, alsoAt };
}

/** What a connector needs besides its tracker. */
export type ConnectorRuntime = Pick<ConnectorOptions<Connection>, "clock" | "log" | "wait" | "timeLimit">;

/** Connectors use the real clock for rate limits, whatever instant a command evaluates. */
export function realRuntime(log: Log): ConnectorRuntime {
  return {
    clock: Date.now,
    log,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    timeLimit: (ms) => AbortSignal.timeout(ms),
  };
}

export function createConnectors(
  connections: readonly Connection[],
  trains: readonly Train[],
  runtime: ConnectorRuntime,
): ReadonlyMap<string, Connector> {
  return new Map(
    connections.map((connection) => {
      const options = { ...runtime, scope: scopeOf(connection.key, trains) };
      return [
        connection.key,
        connection.system === "jira"
          ? createJiraConnector({ ...options, connection })
          : createGithubConnector({ ...options, connection }),
      ];
    }),
  );
}

/** Creates a channel for each one in the train file. */
export function createChannels(
  settings: readonly ChannelSettings[],
  { timeLimit }: Pick<ConnectorRuntime, "timeLimit">,
): ReadonlyMap<string, Channel> {
  return new Map(settings.map((one) => [one.key, createChannel(one, { timeLimit })]));
}
