import type { RawRecord } from "../../data.ts";
import { listAt, recordAt, textAt } from "../../record.ts";
import { refuse } from "../failure.ts";
import type { Hook } from "./hook-registry.ts";

/** The fields of a webhook that a body sets. */
type HookContent = Pick<Hook, "name" | "url" | "events" | "filters" | "excludeBody" | "enabled" | "secret">;

/**
 * Reads the body of a registration. Absent fields stay unchanged; a secret of null or "" removes the signature.
 * @throws JiraError 400 for no name or no http address
 */
export function hookContent(body: RawRecord, before: Hook | null): HookContent {
  const name = textAt(body, "name") ?? before?.name ?? "";
  const url = textAt(body, "url") ?? before?.url ?? "";
  if (name.trim() === "" || !/^https?:\/\/./.test(url)) {
    throw refuse(400, "A webhook needs a name and a url that starts with http:// or https://.");
  }
  const filters = recordAt(body, "filters") ?? before?.filters ?? {};
  const secret = body["secret"];
  return {
    name,
    url,
    events: body["events"] === undefined ? (before?.events ?? []) : textsIn(body, "events"),
    filters,
    excludeBody: flag(body["excludeBody"]) ?? before?.excludeBody ?? false,
    enabled: flag(body["enabled"]) ?? before?.enabled ?? true,
    secret:
      secret === undefined ? (before?.secret ?? null) : typeof secret === "string" && secret !== "" ? secret : null,
  };
}

/** A webhook as the API shows it, without the secret. */
export function hookRow(hook: Hook, baseUrl: string): RawRecord {
  return {
    name: hook.name,
    url: hook.url,
    excludeBody: hook.excludeBody,
    filters: hook.filters,
    events: hook.events,
    enabled: hook.enabled,
    self: `${baseUrl}/rest/webhooks/1.0/webhook/${hook.id}`,
    lastUpdatedUser: hook.updatedBy.accountId,
    lastUpdatedDisplayName: hook.updatedBy.displayName,
    lastUpdated: hook.updatedAt,
    isSigned: hook.secret !== null,
  };
}

function textsIn(body: RawRecord, name: string): readonly string[] {
  return listAt(body, name).filter((entry) => typeof entry === "string");
}

function flag(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}
