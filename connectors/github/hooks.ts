import { z } from "zod";
import { Failure } from "../../src/domain/failure.ts";
import type { Scope } from "../../src/ports/connector.ts";
import type { HookChange, Hooks, HookStatus } from "../../src/ports/webhook.ts";
import { clip, refusedWith } from "../kit/http-failure.ts";
import { besideOf, ownHooks, repeatedHooks, type OwnHooks } from "../kit/own-hooks.ts";
import { isOfPart } from "../kit/set-aside.ts";
import { AppOwnHook } from "./app-hook.ts";
import type { GithubClient } from "./client.ts";
import { hookEventsOf, HookRecord, type HookEvents } from "./hook-schema.ts";
import { parseAll, restPages } from "./pages.ts";
import { partsOf } from "./place.ts";
import { Records100 } from "./schema.ts";
import { createdOnly } from "./write-outcome.ts";

export type HooksOptions = { readonly scope: Pick<Scope, "containers" | "projects"> };

/** The endpoint in GitHub's settings: a hook in each repository, or the app's hook. */
export function createGithubHooks(client: GithubClient, { scope }: HooksOptions): Hooks {
  const repos = scope.containers === "all" ? [] : scope.containers;
  if (client.connection.auth.kind !== "app") return new RepositoryHooks(client, repos);
  return new AppOwnHook(client, { owner: partsOf(repos[0] ?? "").owner, readsProjects: scope.projects !== undefined });
}

/** One hook per repository, found by its url. */
class RepositoryHooks implements Hooks {
  readonly #client: GithubClient;
  readonly #repos: readonly string[];

  constructor(client: GithubClient, repos: readonly string[]) {
    this.#client = client;
    this.#repos = repos;
  }

  status(url: string): Promise<readonly HookStatus[]> {
    return this.#each(async (place) => {
      const found = await this.#ours(place, url);
      return { ...statusOf({ place, url, found }, await this.#events(place)), ...besideOf(found) };
    });
  }

  /**
   * Creates missing hooks, and updates those that differ or whose deliveries the endpoint refused, usually because of a
   * different secret.
   */
  async install(url: string): Promise<readonly HookChange[]> {
    const secret = this.#secret();
    return this.#each(async (place) => {
      const found = await this.#ours(place, url);
      const [hook, ...repeated] = found.here;
      // GitHub never returns a secret, so always sets it again.
      const config = { url, content_type: "json", secret };
      const events = await this.#events(place);
      if (hook === undefined) {
        await acceptedOf(events, (names) => this.#create(place, config, names));
        return { place, outcome: "created", ...besideOf(found) };
      }
      const isRight = hook.config.url === url && differencesOf(hook, events).length === 0 && !wasRefused(hook);
      if (!isRight) {
        await acceptedOf(events, (names) => this.#update(place, hook.id, { config, events: names, active: true }));
      }
      for (const { id } of repeated) await this.#delete(place, id);
      return { place, outcome: isRight && repeated.length === 0 ? "unchanged" : "updated", ...besideOf(found) };
    });
  }

  remove(url: string): Promise<readonly HookChange[]> {
    return this.#each(async (place) => {
      const found = await this.#ours(place, url);
      for (const { id } of found.here) await this.#delete(place, id);
      return { place, outcome: found.here.length === 0 ? "unchanged" : "removed", ...besideOf(found) };
    });
  }

  /**
   * Does it for each repository, also after GitHub refused one.
   * @throws Failure afterwards, with the words of all that it refused
   */
  async #each<Row>(work: (place: string) => Promise<Row>): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const refused: Failure[] = [];
    for (const place of this.#repos) {
      try {
        rows.push(await work(place));
      } catch (error) {
        if (!isOfPart(error)) throw error;
        refused.push(error);
      }
    }
    const [first, ...more] = refused;
    if (first === undefined) return rows;
    const { code, remedy, verdict } = first;
    const what = [first, ...more].map(({ message }) => message).join(" ");
    throw new Failure({ code, what, remedy, verdict, cause: first.cause });
  }

  async #ours(repo: string, url: string): Promise<OwnHooks<HookRecord>> {
    const pages = restPages(this.#client, {
      ...this.#about(repo, "reading the webhooks"),
      schema: Records100,
      request: ({ rest }) => rest.repos.listWebhooks({ ...partsOf(repo), per_page: 100 }),
    });
    const found: HookRecord[] = [];
    for await (const page of pages) found.push(...parseAll(HookRecord, page, `${repo} webhook`).records);
    return ownHooks(found, { key: this.#client.connection.key, url }, ({ config }) => config.url);
  }

  #events(repo: string): Promise<HookEvents> {
    return hookEventsOf(this.#client, partsOf(repo).owner);
  }

  #create(repo: string, config: Config, events: string[]): Promise<unknown> {
    return createdOnly(this.#client, {
      ...this.#about(repo, "creating our webhook"),
      schema: HookRecord,
      request: ({ rest }) => rest.repos.createWebhook({ ...partsOf(repo), config, events }),
    });
  }

  #update(repo: string, id: number, change: HookContent): Promise<unknown> {
    return this.#client.rest({
      ...this.#about(repo, "updating our webhook"),
      kind: "write",
      schema: HookRecord,
      request: ({ rest }) => rest.repos.updateWebhook({ ...partsOf(repo), hook_id: id, ...change }),
    });
  }

  #delete(repo: string, id: number): Promise<unknown> {
    return this.#client.rest({
      ...this.#about(repo, "removing our webhook"),
      kind: "write",
      schema: z.unknown(),
      request: ({ rest }) => rest.repos.deleteWebhook({ ...partsOf(repo), hook_id: id }),
    });
  }

  #about(repo: string, doing: string) {
    const { key } = this.#client.connection;
    const remedy = `Give the token of connection ${key} the permission "Webhooks: read and write" on ${repo} (a classic token: admin:repo_hook), or check the name in the train file.`;
    const remedies = { forbidden: remedy, "not-found": remedy };
    return { what: `${doing} of ${repo}`, owner: partsOf(repo).owner, remedies };
  }

  #secret(): string {
    const { key, webhookSecrets } = this.#client.connection;
    const [secret] = webhookSecrets;
    if (secret !== undefined && secret !== "") return secret;
    throw new Failure({
      code: "config-invalid",
      what: `Connection ${key} has no webhook secret: unsigned deliveries would be refused.`,
      remedy: `Give connection ${key} a \`webhookSecret\`, a long random text, and install again.`,
      verdict: { kind: "stop" },
    });
  }
}

type Config = { readonly url: string; readonly content_type: string; readonly secret: string };
type HookContent = { readonly config: Config; readonly events: string[]; readonly active: boolean };

/** Sends the events; once more without the optional ones if the server refuses them. */
async function acceptedOf(
  { wanted, optional }: HookEvents,
  send: (events: string[]) => Promise<unknown>,
): Promise<void> {
  try {
    await send([...wanted]);
  } catch (error) {
    if (optional.length === 0 || refusedWith(error) !== 422) throw error;
    await send(wanted.filter((event) => !optional.includes(event)));
  }
}

type Found = { readonly place: string; readonly url: string; readonly found: OwnHooks<HookRecord> };

function statusOf({ place, url, found }: Found, events: HookEvents): HookStatus {
  const [hook] = found.here;
  if (hook === undefined) return { place, state: "missing", detail: null };
  const differences = [...repeatedHooks(found.here, hook.config.url, url), ...differencesOf(hook, events)];
  const code = hook.last_response?.code;
  const says = [...differences, ...lastOutcome(hook)];
  return {
    place,
    state: differences.length === 0 ? "installed" : "differs",
    detail: says.length === 0 ? null : says.join("; "),
    ...(code == null || isTaken(code) ? {} : { refused: code }),
  };
}

function differencesOf({ active, events, config }: HookRecord, { wanted, optional }: HookEvents): readonly string[] {
  const missing = wanted.filter((event) => !events.includes(event) && !optional.includes(event));
  const needless = events.filter((event) => !wanted.includes(event));
  return [
    ...(active ? [] : ["it is switched off"]),
    ...(config.content_type === "json" ? [] : ["it does not send JSON"]),
    ...(missing.length === 0 ? [] : [`it lacks the events ${missing.join(", ")}`]),
    ...(needless.length === 0 ? [] : [clip(`it also sends ${needless.join(", ")}`, 200)]),
  ];
}

function lastOutcome({ last_response: last }: HookRecord): readonly string[] {
  if (last?.code == null) return [];
  if (last.code === 0) return ["the last delivery did not reach us"];
  return [isTaken(last.code) ? "the last delivery arrived" : `the last delivery got HTTP ${last.code}`];
}

function isTaken(code: number): boolean {
  return code >= 200 && code < 300;
}

function wasRefused({ last_response: last }: HookRecord): boolean {
  return last?.code != null && last.code >= 400 && last.code < 500;
}
