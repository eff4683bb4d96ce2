import { Failure } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { GithubClient } from "./client.ts";
import { viewerQuery } from "./queries.ts";
import { App, User, Viewer } from "./schema.ts";

/** An account: `login` as REST writes it, which people may change; `id` is permanent, null if unknown. */
export type GithubAccount = { readonly login: string; readonly id: string | null };

/** Compares ids if both are known: a login may have changed, or belong to another account by now. */
export function isSameAccount(one: GithubAccount, other: GithubAccount | null | undefined): boolean {
  if (other == null) return false;
  if (one.id !== null && other.id !== null) return one.id === other.id;
  return one.login.toLowerCase() === other.login.toLowerCase();
}

/** Signalbox's account: requests it once, or never if another answer contains it. */
export class Account {
  readonly #client: GithubClient;
  readonly #isOnce: boolean;
  #self: Promise<GithubAccount> | null = null;
  #known: GithubAccount | null = null;

  /** `isOnce`: a person waits for the answer. */
  constructor(client: GithubClient, { isOnce }: { readonly isOnce: boolean } = { isOnce: false }) {
    this.#client = client;
    this.#isOnce = isOnce;
  }

  /** @throws Failure if GitHub rejects the credentials */
  self(): Promise<GithubAccount> {
    const asked = this.#self ?? this.#ask();
    this.#self = asked;
    asked.catch(() => {
      // A later call may succeed.
      this.#self = null;
    });
    return asked;
  }

  /** Requests it again, since its login may have changed. @throws Failure */
  selfNow(): Promise<GithubAccount> {
    this.#self = null;
    return this.self();
  }

  /** The account if known; sends no request. */
  known(): GithubAccount | null {
    return this.#known;
  }

  /** Stores the account from another answer. */
  learn(self: GithubAccount): void {
    this.#self = Promise.resolve(self);
    this.#known = self;
  }

  async #ask(): Promise<GithubAccount> {
    this.#known = await this.#askHost();
    return this.#known;
  }

  async #askHost(): Promise<GithubAccount> {
    const { connection } = this.#client;
    const { auth } = connection;
    const remedies = accountRemedies(connection);
    const call = { what: "checking the account", owner: null, remedies, isOnce: this.#isOnce };
    if (auth.kind === "app") {
      const { data } = await this.#client.rest({
        ...call,
        schema: App,
        request: ({ rest }) => rest.apps.getAuthenticated(),
      });
      // An app's bot has an id of its own, which GitHub does not return.
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
      // An installation token, such as that of an Actions job, belongs to no user but has a login.
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

/** Remedies if GitHub refuses the first calls. */
export function accountRemedies({ auth, key, apiUrl }: GithubConnection) {
  return {
    "not-found": `Check that ${apiUrl} is the address of GitHub's API (${key}).`,
    unauthorized: `Check the ${auth.kind === "app" ? "app's id and private key" : "token"} of connection ${key}; a token may have expired.`,
  };
}
