import { Failure } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { GithubClient } from "./client.ts";
import { viewerQuery } from "./queries.ts";
import { App, User, Viewer } from "./schema.ts";

/** Our own login as REST writes it, asked for once, or not at all where it is learned on the way. */
export class Account {
  readonly #client: GithubClient;
  #login: Promise<string> | null = null;
  #known: string | null = null;

  constructor(client: GithubClient) {
    this.#client = client;
  }

  /** @throws Failure where the credentials are not accepted. */
  login(): Promise<string> {
    const asked = this.#login ?? this.#ask();
    this.#login = asked;
    asked.catch(() => {
      // A later call may fare better.
      this.#login = null;
    });
    return asked;
  }

  /** Our own login where it is known already: no request is made. */
  known(): string | null {
    return this.#known;
  }

  /** Another answer told it. */
  learn(login: string): void {
    this.#login = Promise.resolve(login);
    this.#known = login;
  }

  async #ask(): Promise<string> {
    this.#known = await this.#askHost();
    return this.#known;
  }

  async #askHost(): Promise<string> {
    const { auth } = this.#client.connection;
    const call = { what: "checking the account", owner: null, remedies: accountRemedies(this.#client.connection) };
    if (auth.kind === "app") {
      const { data } = await this.#client.rest({
        ...call,
        schema: App,
        request: ({ rest }) => rest.apps.getAuthenticated(),
      });
      return `${data.slug}[bot]`;
    }
    try {
      const { data } = await this.#client.rest({
        ...call,
        schema: User,
        request: ({ rest }) => rest.users.getAuthenticated(),
      });
      return data.login;
    } catch (error) {
      // A token of an installation, such as an Actions job has, is no user but has a login all the same.
      if (error instanceof Failure && error.code === "forbidden") return this.#viewer(error);
      throw error;
    }
  }

  async #viewer(refused: Failure): Promise<string> {
    try {
      const { viewer } = await this.#client.query({
        what: "checking the account",
        owner: null,
        schema: Viewer,
        query: viewerQuery,
        variables: {},
      });
      return viewer.login;
    } catch {
      throw refused;
    }
  }
}

/** What to do where the first calls of all are refused. */
export function accountRemedies({ auth, key, apiUrl }: GithubConnection) {
  return {
    "not-found": `Check that ${apiUrl} is the address of GitHub's API (${key}).`,
    unauthorized: `Check the ${auth.kind === "app" ? "app's id and private key" : "token"} of connection ${key}; a token may have expired.`,
  };
}
