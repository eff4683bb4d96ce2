import { createGithubDiscovery } from "../../connectors/github/discovery.ts";
import { createJiraDiscovery } from "../../connectors/jira/discovery.ts";
import type { Connection } from "../ports/connection.ts";
import type { Discovery } from "../ports/discovery.ts";
import type { ConnectorRuntime } from "./wiring.ts";

/** Looks at one tracker. */
export function discoveryOf(connection: Connection, runtime: ConnectorRuntime): Discovery {
  return connection.system === "jira"
    ? createJiraDiscovery({ ...runtime, connection })
    : createGithubDiscovery({ ...runtime, connection });
}
