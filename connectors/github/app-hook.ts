import { Failure } from "../../src/domain/failure.ts";
import type { HookChange, Hooks, HookStatus } from "../../src/ports/webhook.ts";
import { besideOf, ownHooks } from "../kit/own-hooks.ts";
import { accountRemedies } from "./account.ts";
import type { GithubClient } from "./client.ts";
import { AppEvents, AppHook, hookEventsOf, projectEvent, type HookEvents } from "./hook-schema.ts";

/** `owner`: of a repository, with whose credential the app reads the server's features. */
export type AppHookUse = { readonly owner: string; readonly readsProjects: boolean };

/**
 * An app has one hook for all its installations. Only the app's settings define its events, and no call can change
 * them: this class checks the hook and never changes it.
 */
export class AppOwnHook implements Hooks {
  readonly #client: GithubClient;
  readonly #use: AppHookUse;

  constructor(client: GithubClient, use: AppHookUse) {
    this.#client = client;
    this.#use = use;
  }

  async status(url: string): Promise<readonly HookStatus[]> {
    const call = { owner: null, remedies: accountRemedies(this.#client.connection) };
    const { data: app } = await this.#client.rest({
      ...call,
      what: "reading the app's events",
      schema: AppEvents,
      request: ({ rest }) => rest.apps.getAuthenticated(),
    });
    const { data: hook } = await this.#client.rest({
      ...call,
      what: "reading the app's webhook",
      schema: AppHook,
      request: ({ rest }) => rest.apps.getWebhookConfigForApp(),
    });
    const place = `app ${app.slug}`;
    if (hook.url !== url) {
      const detail = "the webhook in the app's settings has another address, or none";
      const { key } = this.#client.connection;
      return [{ place, state: "missing", detail, ...besideOf(ownHooks([hook], { key, url }, (one) => one.url)) }];
    }
    const { wanted, optional } = await this.#events();
    const missing = wanted.filter((event) => !app.events.includes(event) && !optional.includes(event));
    const says = [
      ...(hook.content_type === "json" ? [] : ["it does not send JSON"]),
      ...(missing.length === 0 ? [] : [`the app is not subscribed to ${missing.join(", ")}`]),
    ];
    const unknown = "whether it is active, only the app's settings tell";
    return [{ place, state: says.length === 0 ? "installed" : "differs", detail: [...says, unknown].join("; ") }];
  }

  async #events(): Promise<HookEvents> {
    const { owner, readsProjects } = this.#use;
    const { wanted, optional } = await hookEventsOf(this.#client, owner);
    return { wanted: readsProjects ? [...wanted, projectEvent] : wanted, optional };
  }

  async install(): Promise<readonly HookChange[]> {
    const { wanted } = await this.#events();
    return this.#refuse(
      `Open the app's settings on ${this.#client.connection.webUrl}, set the webhook's address to that of our endpoint, its content type to JSON, its secret to the connection's \`webhookSecret\`, and subscribe to ${wanted.join(", ")}.`,
    );
  }

  remove(): Promise<readonly HookChange[]> {
    return this.#refuse(`Switch the webhook off in the app's settings on ${this.#client.connection.webUrl}.`);
  }

  async #refuse(remedy: string): Promise<never> {
    throw new Failure({
      code: "request-refused",
      what: `The webhook of connection ${this.#client.connection.key} belongs to its GitHub App and is kept in the app's settings.`,
      remedy,
      verdict: { kind: "park" },
    });
  }
}
