import { Failure } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { GithubClient } from "./client.ts";
import { viewerQuery } from "./queries.ts";
import { App, User, Viewer } from "./schema.ts";

/** An account: `login` as REST writes it, which people may change; `id`, which stays, null where it was not told. */
export type GithubAccount = { readonly login: string; readonly id: string | null };

/** By their ids as far as both are told: a login may have changed, or be somebody else's by now. */
export function isSameAccount(one: GithubAccount, other: GithubAccount | null | undefined): boolean {
  if (other == null) return false;
  if (one.id !== null && other.id !== null) return one.id === other.id;
  return one.login.toLowerCase() === other.login.toLowerCase();
}

/** Our own account, asked for once, or not at all where it is learned on the way. */
export class Account {
  readonly #client: GithubClient;
  #self: Promise<GithubAccount> | null = null;
  #known: GithubAccount | null = null;

  constructor(client: GithubClient) {
    this.#client = client;
  }

  /** @throws Failure where the credentials are not accepted. */
  self(): Promise<GithubAccount> {
    const asked = this.#self ?? this.#ask();
    this.#self = asked;
    asked.catch(() => {
      // A later call may fare better.
      this.#self = null;
    });
    return asked;
  }

  /** As it is now: its login may have changed since it was asked for. @throws Failure */
  selfNow(): Promise<GithubAccount> {
    this.#self = null;
    return this.self();
  }

  /** Where it is known already: no request is made. */
  known(): GithubAccount | null {
    return this.#known;
  }

  /** Another answer told it. */
  learn(self: GithubAccount): void {
    this.#self = Promise.resolve(self);
    this.#known = self;
  }

  async #ask(): Promise<GithubAccount> {
    this.#known = await this.#askHost();
    return this.#known;
  }

  async #askHost(): Promise<GithubAccount> {
    const { auth } = this.#client.connection;
    const call = { what: "checking the account", owner: null, remedies: accountRemedies(this.#client.connection) };
    if (auth.kind === "app") {
      const { data } = await this.#client.rest({
        ...call,
        schema: App,
        request: ({ rest }) => rest.apps.getAuthenticated(),
      });
      // The id of its bot is another than its own, and is not told.
      return { login: `${data.slug}[bot]`, id: null };
    }
    try {
      const { data } = await this.#client.rest({
        ...call,
        schema: User,
        request: ({ rest }) => rest.users.getAuthenticated(),
      });
      return data;
    } catch (error) {
      // A token of an installation, such as an Actions job has, is no user but has a login all the same.
      if (error instanceof Failure && error.code === "forbidden") return this.#viewer(error);
      throw error;
    }
  }

  async #viewer(refused: Failure): Promise<GithubAccount> {
    try {
      const { viewer } = await this.#client.query({
        what: "checking the account",
        owner: null,
        schema: Viewer,
        query: viewerQuery,
        variables: {},
      });
      return viewer;
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
