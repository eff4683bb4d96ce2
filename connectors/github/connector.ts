import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Connector, ConnectorOptions } from "../../src/ports/connector.ts";
import { Account } from "./account.ts";
import { GithubClient } from "./client.ts";
import { createGithubHooks } from "./hooks.ts";
import { RepoNames } from "./repo-names.ts";
import { createGithubSetupCheck } from "./setup-check.ts";
import { GithubSink } from "./sink.ts";
import { GithubSource } from "./source.ts";
import { createGithubReceiver } from "./webhook.ts";

/** Reads from and writes to one GitHub: github.com, ghe.com or an Enterprise Server. */
export function createGithubConnector(options: ConnectorOptions<GithubConnection>): Connector {
  const client = new GithubClient(options);
  const account = new Account(client);
  const names = new RepoNames();
  return {
    source: new GithubSource(client, { account, names }, options),
    sink: new GithubSink(client, account, options.log),
    receiver: createGithubReceiver(options.connection, {
      scope: options.scope,
      self: () => account.known(),
      names,
    }),
    hooks: createGithubHooks(client, options),
    setup: createGithubSetupCheck({ client, account, clock: options.clock }),
  };
}
