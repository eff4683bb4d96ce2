import { accountRemedies } from "../account.ts";
import type { GithubClient } from "../client.ts";
import { Records100 } from "../schema.ts";
import { installationsIn, installationsPage, type Installed } from "./installations.ts";

/** All installations of the connection's app, as they are now. @throws Failure */
export function listInstallations(client: GithubClient): Promise<readonly Installed[]> {
  return installationsIn(client.connection, async (page) => {
    const { data } = await client.rest({
      what: "listing the app's installations",
      owner: null,
      schema: Records100,
      remedies: accountRemedies(client.connection),
      request: (app) => installationsPage(app, page),
    });
    return data;
  });
}
