import type { RawRecord } from "../../data.ts";
import { listAt, recordAt, textAt } from "../../record.ts";
import { invalid, type GithubError } from "../failure.ts";
import type { Hook } from "./hook-registry.ts";

/** The fields of a webhook that a body sets. */
type HookContent = Pick<Hook, "url" | "contentType" | "secret" | "events" | "active">;

/**
 * Reads the body of POST and PATCH. A `config` replaces the former one as a whole, including the secret.
 * @throws GithubError 422 for a configuration without an address
 */
export function hookContent(body: RawRecord, before: Hook | null): HookContent {
  return {
    ...(recordAt(body, "config") === null && before !== null ? configOf(before) : readConfig(body)),
    events: eventsAfter(body, before?.events ?? ["push"]),
    active: typeof body["active"] === "boolean" ? body["active"] : (before?.active ?? true),
  };
}

type Config = Pick<Hook, "url" | "contentType" | "secret">;

function configOf({ url, contentType, secret }: Hook): Config {
  return { url, contentType, secret };
}

function readConfig(body: RawRecord): Config {
  const url = textAt(body, "config", "url") ?? "";
  if (url === "") throw hookProblem("Config must contain URL for webhooks");
  if (!/^https?:\/\/./.test(url)) throw hookProblem("url is not valid: must be http or https");
  const secret = textAt(body, "config", "secret") ?? "";
  const contentType = textAt(body, "config", "content_type") === "json" ? "json" : "form";
  return { url, contentType, secret: secret === "" ? null : secret };
}

/** GitHub's error for an invalid webhook. */
export function hookProblem(message: string): GithubError {
  return invalid({ resource: "Hook", field: "config", code: "custom", message });
}

function eventsAfter(body: RawRecord, before: readonly string[]): readonly string[] {
  const texts = (name: string) => listAt(body, name).filter((entry) => typeof entry === "string");
  const base = body["events"] === undefined ? before : texts("events");
  const removed = new Set(texts("remove_events"));
  return [...new Set([...base, ...texts("add_events")])].filter((event) => !removed.has(event));
}
