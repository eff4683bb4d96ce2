import { createHash, timingSafeEqual } from "node:crypto";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Receiver, VerifiedCall, WebhookCall } from "../../src/ports/webhook.ts";
import { isSignature, signedBy } from "../kit/signature.ts";
import { kindOf, readNotice } from "./webhook-notice.ts";
import { Called } from "./webhook-schema.ts";

/** The webhook side of one Jira site. */
export function createJiraReceiver(connection: JiraConnection): Receiver {
  return {
    connection: connection.key,
    system: "jira",
    isPlausible: (call, path) => isPlausible(connection, call, path),
    verify: (call, path) => (isProven(connection, call, path) ? verified(call) : null),
    kindOf,
    read: readNotice,
  };
}

/**
 * Whether everything configured matches: the signature if there are secrets, the path if there is one. With a secret
 * only, any path matches, so that a site that adds a secret can keep its URL. With neither, no call matches.
 */
function isProven(connection: JiraConnection, call: WebhookCall, path: string | null): boolean {
  const { webhookSecrets } = connection;
  if (!isPlausible(connection, call, path)) return false;
  return webhookSecrets.length === 0 || signedBy(webhookSecrets, call.body, call.headers["x-hub-signature"]);
}

function isPlausible(
  { webhookSecrets, webhookPath }: JiraConnection,
  { headers }: Pick<WebhookCall, "headers">,
  path: string | null,
): boolean {
  if (webhookSecrets.length === 0 && webhookPath === null) return false;
  const isSigned = webhookSecrets.length === 0 || isSignature(headers["x-hub-signature"]);
  return isSigned && (webhookPath === null || isSame(webhookPath, path ?? ""));
}

/** Compares in constant time, by digests of equal length. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a).digest(), sha256(b).digest());
}

function verified({ headers, body }: WebhookCall): VerifiedCall {
  const text = new TextDecoder().decode(body);
  return {
    deliveryId: identifierOf(headers["x-atlassian-webhook-identifier"]) ?? sha256(body).digest("hex"),
    event: eventOf(text),
    body: text,
  };
}

/** Equal for all attempts of one delivery. Data Center sends none: there, equal bodies count as one delivery. */
function identifierOf(header: string | undefined): string | null {
  return header !== undefined && /^[\x21-\x7e]{1,200}$/.test(header) ? header : null;
}

function eventOf(text: string): string {
  try {
    return Called.parse(JSON.parse(text)).webhookEvent;
  } catch {
    return "unknown";
  }
}

function sha256(data: string | Uint8Array) {
  return createHash("sha256").update(data);
}
