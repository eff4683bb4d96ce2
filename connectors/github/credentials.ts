import type { Octokit } from "@octokit/rest";
import githubAppJwt from "universal-github-app-jwt";
import { Failure } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Clock, RequestKind } from "../../src/ports/runtime.ts";
import type { z } from "zod";
import { HttpRefusal, UnreadableAnswer } from "../kit/answer.ts";
import { dateIn } from "../kit/rate-headers.ts";
import { waited } from "../kit/waited.ts";
import { installationsIn, installationsPage, type Installed } from "./app/installations.ts";
import { InstallationToken } from "./schema.ts";
import type { Transport } from "./transport.ts";

export type CredentialsOptions = {
  readonly connection: GithubConnection;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Rejects when the process stops. */
  readonly wait: (ms: number) => Promise<void>;
};

type AppAuth = Extract<GithubConnection["auth"], { readonly kind: "app" }>;
type Minted = { readonly token: string; readonly expiresAt: number };

const minuteMs = 60_000;
/** Difference between clocks (ms) that no refusal comes from. */
const toleratedMs = 10_000;
/** Age (ms) below which a part of GitHub may not know a token yet, as @octokit/auth-app assumes. */
const newMs = 5000;

/**
 * Octokits by owner. A token serves all owners; an app has one token per installation, that is, per owner of
 * repositories. This class requests them instead of @octokit/auth-app, which keeps pending requests in one map for the whole
 * process by installation number: two hosts would share them.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #octokits = new Map<string, Octokit>();
  readonly #minted = new Map<string, Promise<Minted>>();
  readonly #mintedAt = new Map<string, number>();
  /** How far (ms) GitHub's clock is ahead of ours; 0 until it refuses an app's signature. */
  #aheadMs = 0;
  #installations: Promise<ReadonlyMap<string, Installed>> | null = null;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /**
   * @param owner of the repositories; null for the account itself
   * @param kind of the requests
   */
  octokit(owner: string | null, kind: RequestKind = "read"): Octokit {
    const { transport, connection } = this.#options;
    const { auth } = connection;
    const account = auth.kind === "token" ? null : (owner?.toLowerCase() ?? null);
    const key = `${kind} ${account ?? ""}`;
    const known = this.#octokits.get(key);
    if (known !== undefined) return known;
    const octokit = transport.octokit(kind, () => this.#authorization(account));
    if (auth.kind === "app" && account === null) this.#keepTime(octokit);
    if (account !== null) this.#keepToken(octokit, account);
    this.#octokits.set(key, octokit);
    return octokit;
  }

  /** An app signs with the time, and GitHub refuses one that differs from its own: then signs once more with that. */
  #keepTime(octokit: Octokit): void {
    octokit.hook.wrap("request", async (request, options) => {
      try {
        return await request(options);
      } catch (error) {
        if (!this.#learnTime(error)) throw error;
        return request(options);
      }
    });
  }

  /**
   * GitHub refuses an app's token that it revoked, as when a person installs the app anew, and for seconds also a new
   * one: then sends the request once more, with another token or a second later. It has not executed it.
   */
  #keepToken(octokit: Octokit, account: string): void {
    octokit.hook.wrap("request", async (request, options) => {
      try {
        return await request(options);
      } catch (error) {
        // Without the header GitHub refused the request for the token.
        const isSent = options.headers.authorization !== undefined;
        if (!isSent || refusalIn(error)?.status !== 401) throw error;
        if (this.#ageOf(account) >= newMs) this.forget(account);
        else if (!(await waited(this.#options.wait, 1000))) throw error;
        return request(options);
      }
    });
  }

  /** Whether a refusal shows that the clocks differ. */
  #learnTime(error: unknown): boolean {
    const refusal = refusalIn(error);
    if (refusal?.status !== 401) return false;
    const toldAt = dateIn(refusal.headers);
    if (toldAt === null || Math.abs(toldAt - this.#now()) < toleratedMs) return false;
    this.#aheadMs = toldAt - this.#options.clock();
    return true;
  }

  /** By GitHub's clock, in epoch milliseconds. */
  #now(): number {
    return this.#options.clock() + this.#aheadMs;
  }

  /**
   * GitHub may revoke an app's token within its hour, and gives it no permission that a person grants meanwhile.
   * @param youngMs keeps a token that is younger: a permission that the app lacks would cost a token with each request
   */
  forget(owner: string | null, youngMs = 0): void {
    if (owner === null) return;
    const account = owner.toLowerCase();
    if (this.#ageOf(account) >= youngMs) this.#minted.delete(account);
  }

  /** Age (ms) of an owner's token. */
  #ageOf(account: string): number {
    return this.#now() - (this.#mintedAt.get(account) ?? -Infinity);
  }

  /** Null for none: an empty token stands for requests that need no account. */
  async #authorization(owner: string | null): Promise<string | null> {
    const { auth } = this.#options.connection;
    if (auth.kind === "token") return auth.token === "" ? null : `token ${auth.token}`;
    return owner === null ? this.#appAuthorization(auth) : `token ${await this.#token(owner)}`;
  }

  async #appAuthorization({ appId: id, privateKey }: AppAuth): Promise<string> {
    const { key } = this.#options.connection;
    try {
      const { token } = await githubAppJwt({ id, privateKey, now: Math.floor(this.#now() / 1000) });
      return `bearer ${token}`;
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
    if (known !== undefined && known.expiresAt - this.#now() > 5 * minuteMs) return known.token;
    const minting = this.#mint(owner);
    this.#minted.set(owner, minting);
    this.#mintedAt.set(owner, this.#now());
    try {
      return (await minting).token;
    } catch (error) {
      this.#minted.delete(owner);
      throw error;
    }
  }

  async #mint(owner: string): Promise<Minted> {
    const isListed = this.#installations !== null;
    const { id: installation_id } = await this.#installation(owner);
    try {
      // For a stop it is a read: a token in vain does no harm, and the request that needs it has not been sent.
      const { data } = await this.octokit(null).rest.apps.createInstallationAccessToken({ installation_id });
      const { token, expires_at } = parsed(InstallationToken, data);
      return { token, expiresAt: Date.parse(expires_at) };
    } catch (error) {
      // A person may have suspended or removed the installation since it was listed, or installed the app anew.
      this.#installations = null;
      if (!isListed || refusalIn(error)?.status !== 404) throw error;
      return this.#mint(owner);
    }
  }

  async #installation(owner: string): Promise<Installed> {
    this.#installations ??= this.#listInstallations();
    const known = (await this.#installations.catch(() => null))?.get(owner);
    if (known !== undefined && known.suspendedAt === null) return known;
    // The list may be outdated or unreadable: the next call requests it again.
    const listing = this.#installations;
    this.#installations = null;
    await listing;
    throw known === undefined ? this.#notInstalled(owner) : this.#suspended(known);
  }

  #notInstalled(owner: string): Failure {
    const { key } = this.#options.connection;
    return new Failure({
      code: "not-found",
      what: `The app of connection ${key} is not installed for ${owner}.`,
      remedy: `Install it for ${owner}, with access to the repositories of the train file. If ${owner} was renamed, write its new name in the train file.`,
      verdict: { kind: "park" },
    });
  }

  #suspended({ account, suspendedAt, page }: Installed): Failure {
    const { key } = this.#options.connection;
    return new Failure({
      code: "forbidden",
      what: `The installation of the app of connection ${key} for ${account} is suspended since ${suspendedAt}.`,
      remedy: `An owner of ${account} opens ${page} and chooses “Unsuspend”.`,
      verdict: { kind: "park" },
    });
  }

  async #listInstallations(): Promise<ReadonlyMap<string, Installed>> {
    const app = this.octokit(null);
    const found = await installationsIn(
      this.#options.connection,
      async (page) => (await installationsPage(app, page)).data,
    );
    return new Map(found.map((one) => [one.account.toLowerCase(), one]));
  }
}

/** GitHub's refusal, which octokit wraps; null for other errors. */
function refusalIn(error: unknown): HttpRefusal | null {
  const refusal = error instanceof Error ? error.cause : null;
  return refusal instanceof HttpRefusal ? refusal : null;
}

function parsed<T>(schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new UnreadableAnswer("an answer of an unknown shape", { broken: false, cause: result.error });
}
