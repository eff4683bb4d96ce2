import { Failure } from "../../../src/domain/failure.ts";
import type { Finding } from "../../../src/domain/setup/finding.ts";
import type { GithubClient } from "../client.ts";
import type { Installed } from "./installations.ts";
import { listInstallations } from "./list-installations.ts";

/** A finding per installation of the connection's app; one that blocks if there is none. @throws no Failure */
export async function installationFindings(client: GithubClient): Promise<readonly Finding[]> {
  const { key: connection, webUrl } = client.connection;
  const shared = {
    group: "credentials",
    connection,
    tried: "Signalbox asked GitHub where the app is installed.",
  } as const;
  try {
    const found = await listInstallations(client);
    if (found.length > 0) return found.map((one) => ({ ...shared, ...findingOf(connection, one) }));
    return [
      {
        ...shared,
        id: `installations:${connection}`,
        outcome: "blocks",
        means: "The app is not installed anywhere, so it sees no repository.",
        remedy: "In the app's settings: Install App, for the organisation that owns the repositories.",
        link: `${webUrl}/settings/apps`,
      },
    ];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const id = `installations:${connection}`;
    return [{ ...shared, id, outcome: "not-tried", means: error.message, remedy: null, link: null }];
  }
}

function findingOf(
  connection: string,
  { account, repositories, suspendedAt, page }: Installed,
): Pick<Finding, "id" | "outcome" | "means" | "remedy" | "link"> {
  const id = `installation:${connection}:${account.toLowerCase()}`;
  if (suspendedAt !== null) {
    return {
      id,
      outcome: "blocks",
      means: `The app's installation for ${account} is suspended since ${suspendedAt}: GitHub refuses all its requests.`,
      remedy: `An owner of ${account} opens the installation and chooses “Unsuspend”.`,
      link: page,
    };
  }
  const means =
    repositories === "all"
      ? `The app is installed for all repositories of ${account}, later ones too.`
      : `The app is installed for selected repositories of ${account}; a new one is not read until a person selects it.`;
  return { id, outcome: "ok", means, remedy: null, link: page };
}
