import { createAppAuth } from "@octokit/auth-app";
import type { Octokit } from "@octokit/rest";
import { Failure } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { z } from "zod";
import { UnreadableAnswer } from "../kit/answer.ts";
import { Installation, InstallationToken } from "./schema.ts";
import type { Transport } from "./transport.ts";

export type CredentialsOptions = {
  readonly connection: GithubConnection;
  readonly transport: Transport;
  readonly clock: Clock;
};

type Minted = { readonly token: string; readonly expiresAt: number };

const minuteMs = 60_000;

/**
 * Octokits by owner. A token serves all owners; an app has one token per installation, that is, per owner of
 * repositories. This class requests them instead of auth-app, which keeps pending requests in one map for the whole
 * process by installation number: two hosts would share them.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #octokits = new Map<string | null, Octokit>();
  readonly #minted = new Map<string, Promise<Minted>>();
  readonly #jwt: (() => Promise<string>) | null;
  #installations: Promise<ReadonlyMap<string, number>> | null = null;

  constructor(options: CredentialsOptions) {
    this.#options = options;
    const { auth } = options.connection;
    if (auth.kind === "token") {
      this.#jwt = null;
      return;
    }
    const app = createAppAuth({ appId: auth.appId, privateKey: auth.privateKey });
    this.#jwt = async () => `bearer ${(await app({ type: "app" })).token}`;
  }

  /** @param owner of the repositories; null for the account itself */
  octokit(owner: string | null): Octokit {
    const { transport, connection } = this.#options;
    const { auth } = connection;
    const key = auth.kind === "token" ? null : (owner?.toLowerCase() ?? null);
    const octokit = this.#octokits.get(key) ?? transport.octokit(() => this.#authorization(key));
    this.#octokits.set(key, octokit);
    return octokit;
  }

  /** After a 401: GitHub may revoke an app's token within its hour. */
  forget(owner: string | null): void {
    if (owner !== null) this.#minted.delete(owner.toLowerCase());
  }

  async #authorization(owner: string | null): Promise<string> {
    const { auth } = this.#options.connection;
    if (auth.kind === "token") return `token ${auth.token}`;
    return owner === null ? this.#appAuthorization() : `token ${await this.#token(owner)}`;
  }

  async #appAuthorization(): Promise<string> {
    const { key } = this.#options.connection;
    try {
      return (await this.#jwt?.()) ?? "";
    } catch (cause) {
      throw new Failure({
        code: "unauthorized",
        what: `The private key of connection ${key} cannot be read.`,
        remedy: "Give the app's whole private key, from its BEGIN to its END line.",
        verdict: { kind: "stop" },
        cause,
      });
    }
  }

  async #token(owner: string): Promise<string> {
    const known = await this.#minted.get(owner);
    if (known !== undefined && known.expiresAt - this.#options.clock() > 5 * minuteMs) return known.token;
    const minting = this.#mint(owner);
    this.#minted.set(owner, minting);
    try {
      return (await minting).token;
    } catch (error) {
      this.#minted.delete(owner);
      throw error;
    }
  }

  async #mint(owner: string): Promise<Minted> {
    const installation_id = await this.#installation(owner);
    const { data } = await this.octokit(null).rest.apps.createInstallationAccessToken({ installation_id });
    const { token, expires_at } = parsed(InstallationToken, data);
    return { token, expiresAt: Date.parse(expires_at) };
  }

  async #installation(owner: string): Promise<number> {
    this.#installations ??= this.#listInstallations();
    const id = (await this.#installations.catch(() => null))?.get(owner);
    if (id !== undefined) return id;
    // The list may be outdated or unreadable: the next call requests it again.
    const listing = this.#installations;
    this.#installations = null;
    await listing;
    const { key } = this.#options.connection;
    throw new Failure({
      code: "not-found",
      what: `The app of connection ${key} is not installed for ${owner}.`,
      remedy: `Install it for ${owner}, with access to the repositories of the train file.`,
      verdict: { kind: "park" },
    });
  }

  async #listInstallations(): Promise<ReadonlyMap<string, number>> {
    const app = this.octokit(null);
    const found = new Map<string, number>();
    for (let page = 1; ; page += 1) {
      const { data } = await app.rest.apps.listInstallations({ per_page: 100, page });
      for (const record of data) {
        const { id, account } = parsed(Installation, record);
        if (account !== null) found.set(account.login.toLowerCase(), id);
      }
      if (data.length < 100) return found;
    }
  }
}

function parsed<T>(schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new UnreadableAnswer("an answer of an unknown shape", { broken: false, cause: result.error });
}
