import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Connector, ConnectorOptions } from "../../src/ports/connector.ts";
import { JiraClient } from "./client.ts";
import { createJiraHooks } from "./hooks.ts";
import { createJiraSetupCheck } from "./setup-check.ts";
import { JiraSink } from "./sink.ts";
import { JiraSource } from "./source.ts";
import { createJiraReceiver } from "./webhook.ts";

/**
 * One Jira: source and sink share one client, hence one rate limiter. Sends no request before the first
 * call.
 */
export function createJiraConnector(options: ConnectorOptions<JiraConnection>): Connector {
  const { connection, clock, wait, timeLimit } = options;
  const client = new JiraClient({ connection, clock, wait, timeLimit });
  return {
    source: new JiraSource(client, options),
    sink: new JiraSink(client, options.log),
    receiver: createJiraReceiver(connection),
    hooks: createJiraHooks(client, options),
    setup: createJiraSetupCheck(client, { connection, clock, wait, timeLimit }),
  };
}
