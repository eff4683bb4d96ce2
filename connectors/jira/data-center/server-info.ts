import { z } from "zod";
import { Failure } from "../../../src/domain/failure.ts";
import type { JiraConnection } from "../../../src/ports/connection.ts";
import { parsed, type Requests } from "./requests.ts";

const ServerInfo = z.object({
  deploymentType: z.string().catch("Server"),
  version: z.string().catch(""),
  versionNumbers: z.array(z.number()).catch([]),
});

const oldest = 9;

/** Which Jira answers, asked once: its major version decides how webhooks are registered. */
export class ServerVersion {
  readonly #requests: Requests;
  readonly #connection: Pick<JiraConnection, "key" | "site">;
  #major: number | null = null;

  constructor(requests: Requests, connection: Pick<JiraConnection, "key" | "site">) {
    this.#requests = requests;
    this.#connection = connection;
  }

  /**
   * The major version, by `GET /rest/api/2/serverInfo`, which Jira Cloud answers as well. Server and Data Center both
   * call themselves `Server` there.
   * @throws Failure `config-invalid` for Jira Cloud and for versions before 9
   */
  async major(): Promise<number> {
    this.#major ??= this.#accepted(parsed(ServerInfo, await this.#requests.get("/rest/api/2/serverInfo")));
    return this.#major;
  }

  #accepted({ deploymentType, version, versionNumbers }: z.infer<typeof ServerInfo>): number {
    const { key, site } = this.#connection;
    if (deploymentType.toLowerCase() === "cloud") {
      throw invalid(
        `${site} is a Jira Cloud site, but connection ${key} gives no account for its token.`,
        `Enter the e-mail address of the token's account as \`account\` of connection ${key}.`,
      );
    }
    const major = versionNumbers[0] ?? Number.parseInt(version, 10);
    if (major >= oldest) return major;
    throw invalid(
      `${site} is Jira ${version || "of an unknown version"}: Signalbox works with Data Center from version ${oldest} on.`,
      `Update that Jira, or take connection ${key} out of the train file.`,
    );
  }
}

function invalid(what: string, remedy: string): Failure {
  return new Failure({ code: "config-invalid", what, remedy, verdict: { kind: "stop" } });
}
