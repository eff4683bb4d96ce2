import { generateKeyPairSync } from "node:crypto";
import type { Repository } from "../entity.ts";

export type App = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: string;
  readonly clientId: string;
  /** PEM of the public key; GitHub keeps no private one. */
  readonly publicKey: string;
  readonly webhookSecret: string;
  readonly homepage: string;
  readonly hook: { readonly url: string; readonly active: boolean };
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly createdAt: number;
};

export type Installation = {
  readonly id: number;
  readonly app: App;
  /** Login. */
  readonly account: string;
  /** Ids of the selected repositories; null for all. */
  readonly selected: ReadonlySet<number> | null;
  suspendedAt: number | null;
  readonly createdAt: number;
};

/** Who sends a request: a person's token, an app by its own key, or one of its installations. */
export type Caller =
  | { readonly kind: "person" }
  | { readonly kind: "app"; readonly app: App }
  | { readonly kind: "installation"; readonly installation: Installation };

/** The kind of credentials that a route takes: a token by default; an app's own key; none. */
export type Credentials = "token" | "app" | "none";

type Conversion = { readonly app: App; readonly privateKey: string; readonly until: number };
type Token = { readonly installation: Installation; readonly until: number };

const HOUR = 3_600_000;

/** The apps of the host, their installations and what stands for either. */
export class AppRegistry {
  readonly #apps: App[] = [];
  readonly #installations: Installation[] = [];
  readonly #conversions = new Map<string, Conversion>();
  readonly #tokens = new Map<string, Token>();
  #last = 0;

  /** Creates an app and its key. @returns the code that hands both over, once and within an hour */
  create(content: Omit<App, "id" | "slug" | "clientId" | "publicKey" | "webhookSecret">): string {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    this.#last += 1;
    const id = 700_000 + this.#last;
    const slug = content.name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-");
    const app = { ...content, id, slug, clientId: `Iv23sandbox${id}`, publicKey, webhookSecret: `app-secret-${id}` };
    this.#apps.push(app);
    const code = `code${id}`;
    this.#conversions.set(code, { app, privateKey, until: content.createdAt + HOUR });
    return code;
  }

  /** Null for a code that is unknown, used or too old. */
  convert(code: string, now: number): Omit<Conversion, "until"> | null {
    const found = this.#conversions.get(code);
    this.#conversions.delete(code);
    return found === undefined || found.until < now ? null : found;
  }

  named(slug: string): App | null {
    return this.#apps.find((app) => app.slug === slug) ?? null;
  }

  /** By its id or client id, as the issuer of a JSON web token. */
  issuing(issuer: string): App | null {
    return this.#apps.find(({ id, clientId }) => issuer === String(id) || issuer === clientId) ?? null;
  }

  install(content: Omit<Installation, "id" | "suspendedAt">): Installation {
    this.#last += 1;
    const installation = { ...content, id: 8_000_000 + this.#last, suspendedAt: null };
    this.#installations.push(installation);
    return installation;
  }

  of(app: App): readonly Installation[] {
    return this.#installations.filter((installation) => installation.app === app);
  }

  /** Of an account, whatever the app. */
  at(account: string): readonly Installation[] {
    return this.#installations.filter((one) => one.account.toLowerCase() === account.toLowerCase());
  }

  /** A token for an hour. */
  mint(installation: Installation, now: number): { readonly token: string; readonly until: number } {
    this.#last += 1;
    const minted = { token: `ghs_sandbox${this.#last}`, until: now + HOUR };
    this.#tokens.set(minted.token, { installation, until: minted.until });
    return minted;
  }

  /** The installation that a token stands for; null once it has expired or the installation is suspended. */
  behind(token: string, now: number): Installation | null {
    const found = this.#tokens.get(token);
    return found === undefined || found.until <= now || found.installation.suspendedAt !== null
      ? null
      : found.installation;
  }
}

/** Whether an installation covers a repository. */
export function covers({ account, selected }: Installation, { id, owner }: Repository): boolean {
  return owner.toLowerCase() === account.toLowerCase() && (selected === null || selected.has(id));
}
