import type { Attempt } from "../../webhooks/webhook-sender.ts";
import type { RawRecord } from "../../data.ts";
import { repositoryApi } from "../address.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant } from "../instant.ts";
import type { Hook } from "./hook-registry.ts";

/** A webhook as REST shows it: of the secret only whether there is one. */
export function hookRow(state: HostState, hook: Hook): RawRecord {
  const url = `${repositoryApi(state, hook.repository)}/hooks/${hook.id}`;
  return {
    type: "Repository",
    id: hook.id,
    name: "web",
    active: hook.active,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: "0",
      ...(hook.secret !== null && { secret: "********" }),
      url: hook.url,
    },
    updated_at: formatInstant(hook.updatedAt),
    created_at: formatInstant(hook.createdAt),
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: lastResponse(attemptsOf(state, hook).at(-1)),
  };
}

/** A webhook's deliveries in the sender's memory, oldest first. */
export function attemptsOf(state: HostState, hook: Hook): readonly Attempt[] {
  const all = state.webhookSender?.attempts?.() ?? [];
  return all.filter(
    ({ delivery }) => delivery.tracker === "github" && delivery.headers["X-GitHub-Hook-ID"] === String(hook.id),
  );
}

/** An attempt as `…/deliveries` lists it. */
export function deliveryRow({ id, at, durationMs, delivery, status }: Attempt, hook: Hook): RawRecord {
  const [event, action = null] = delivery.event.split(".");
  return {
    id,
    guid: delivery.headers["X-GitHub-Delivery"],
    delivered_at: formatInstant(at),
    redelivery: false,
    duration: durationMs / 1000,
    status: statusText(status),
    status_code: status ?? 0,
    event,
    action,
    installation_id: null,
    repository_id: hook.repository.id,
    throttled_at: null,
  };
}

function lastResponse(last: Attempt | undefined): RawRecord {
  if (last === undefined) return { code: null, status: "unused", message: null };
  const status = last.status !== null && last.status < 300 ? "active" : "failed";
  return { code: last.status ?? 0, status, message: statusText(last.status) };
}

function statusText(status: number | null): string {
  if (status === null) return "failed to connect to host";
  return status < 300 ? "OK" : `Invalid HTTP Response: ${status}`;
}
