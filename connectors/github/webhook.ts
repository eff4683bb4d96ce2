import { createHash } from "node:crypto";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Scope } from "../../src/ports/connector.ts";
import type { Receiver, VerifiedCall, WebhookCall } from "../../src/ports/webhook.ts";
import { isSignature, signedBy } from "../kit/signature.ts";
import type { GithubAccount } from "./account.ts";
import { unreadable, kindOf, noticeOf } from "./webhook-notice.ts";
import { partsOf } from "./place.ts";
import { RepoNames } from "./repo-names.ts";
import { Envelope } from "./webhook-schema.ts";

export type ReceiverOptions = {
  readonly scope: Pick<Scope, "containers" | "projects">;
  /** Signalbox's account (`Account.known`); null while unknown. */
  readonly self: () => GithubAccount | null;
  /** Present names of repositories. */
  readonly names?: RepoNames;
};

/** The webhook side of one GitHub. Signatures are the only proof: without a secret no call is GitHub's. */
export function createGithubReceiver(
  connection: GithubConnection,
  { scope, self, names = new RepoNames() }: ReceiverOptions,
): Receiver {
  const repos = scope.containers === "all" ? [] : scope.containers;
  const projectOwners = new Set((scope.projects ?? []).map(({ address }) => partsOf(address).owner));
  return {
    connection: connection.key,
    system: "github",
    isPlausible: ({ headers }) =>
      connection.webhookSecrets.length > 0 &&
      headers["x-github-event"] !== undefined &&
      isSignature(headers["x-hub-signature-256"]),
    verify: (call) => verify(connection.webhookSecrets, call),
    kindOf,
    read: ({ event, body }) => {
      const content = jsonOf(body);
      const envelope = Envelope.safeParse(content);
      if (!envelope.success) return unreadable("not a JSON object");
      const [name = ""] = event.split(".", 1);
      const reading = { connection, self: self(), repos, names, projectOwners };
      return noticeOf(reading, { event: name, envelope: envelope.data, body: content });
    },
  };
}

/** A redelivery has the same id, and so do the deliveries of one event to several hooks. */
function verify(secrets: readonly string[], { headers, body }: WebhookCall): VerifiedCall | null {
  const name = headers["x-github-event"];
  if (!signedBy(secrets, body, headers["x-hub-signature-256"]) || name === undefined) return null;
  const json = jsonTextOf(body, headers["content-type"]);
  const action = firstAction.exec(json)?.[1];
  return {
    deliveryId: headers["x-github-delivery"] ?? createHash("sha256").update(body).digest("hex"),
    event: action === undefined ? name : `${name}.${action}`,
    body: json,
  };
}

/**
 * The action is the first field of a payload: finding it here keeps the endpoint's answer from waiting for the whole
 * parsing.
 */
const firstAction = /^\s*\{\s*"action":\s*"([a-z_]{1,40})"/u;

/** A manually created webhook sends a form unless its creator chose JSON. */
function jsonTextOf(body: Uint8Array, contentType = ""): string {
  const text = new TextDecoder().decode(body);
  if (!contentType.startsWith("application/x-www-form-urlencoded")) return text;
  return new URLSearchParams(text).get("payload") ?? text;
}

/** Undefined if the text is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
