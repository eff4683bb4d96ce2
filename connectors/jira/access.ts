import { Failure } from "../../src/domain/failure.ts";
import type { JiraClient } from "./client.ts";
import { Page } from "./schema.ts";

/** At most so many keys fit one request. */
const keysAtOnce = 50;

/**
 * See `Watch.checkAccess`: whether any of the projects is shown, in one request.
 * @param projects by their present keys; empty where none is named
 */
export async function checkAccess(client: JiraClient, projects: readonly string[]): Promise<void> {
  const connection = client.connection.key;
  const keys = projects.slice(0, keysAtOnce);
  const { values } = await client.call({
    what: "checking whether anything can be read",
    schema: Page,
    remedies: {
      forbidden: `Check what the token of connection ${connection} may do, and whether the site lets our address in.`,
    },
    request: (api) => api.projects(keys, { maxResults: 1 }),
  });
  if (values.length > 0) return;
  throw new Failure({
    code: "forbidden",
    what: `${connection} shows our account none of its projects any more.`,
    remedy: `Give the account of connection ${connection} the permission "Browse projects" again.`,
    verdict: { kind: "park" },
  });
}
