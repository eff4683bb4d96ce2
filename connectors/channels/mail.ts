import { Failure, type Verdict } from "../../src/domain/failure.ts";
import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import { clip } from "../kit/http-failure.ts";
import { htmlOf } from "./html.ts";

type MailSettings = Extract<ChannelSettings, { kind: "mail" }>;

/** Time limits (ms) of connecting, of the server's greeting, and of its silence. */
const limits = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 60_000 };
/** The same while a person waits. */
const checkLimits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 };

/** Mail over SMTP, as HTML and as plain text. Sends credentials only over TLS, or to localhost. */
export function createMailChannel(settings: MailSettings): Channel {
  const { key, from, to } = settings;
  return {
    key,
    check: async () => {
      (await connected(settings, checkLimits)).close();
    },
    send: async ({ id, document, text }) => {
      const transport = await connected(settings, limits);
      try {
        const { rejected } = await transport.sendMail({
          from,
          to: [...to],
          subject: document.title,
          text,
          html: htmlOf(document),
          messageId: `<${id.replaceAll(/[^\w.-]/gu, "-")}@${from.slice(from.lastIndexOf("@") + 1)}>`,
          // Prevents automatic answers, RFC 3834.
          headers: { "Auto-Submitted": "auto-generated" },
        });
        if (rejected.length > 0) throw notToAll(key, rejected.map(addressOf));
      } catch (cause) {
        throw cause instanceof Failure ? cause : (refusalOf(key, cause) ?? outcomeUnknown(key, cause));
      } finally {
        transport.close();
      }
    },
  };
}

/** A transport that connected and signed in once: `sendMail` does not tell how far it came. */
async function connected({ key, server }: MailSettings, limitsMs: typeof limits) {
  const { hostname, protocol, username } = new URL(server);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const requireTLS = protocol === "smtp:" && username !== "" && !isLocal;
  // Loads nodemailer with the first mail: it takes several megabytes, for one mail a week.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: server,
    requireTLS,
    ...limitsMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.verify();
    return transport;
  } catch (cause) {
    transport.close();
    throw refusalOf(key, cause) ?? notReached(key, cause);
  }
}

/** The server's own answer (RFC 5321: 4yz is temporary, 5yz permanent); null if the failure is none. */
function refusalOf(key: string, cause: unknown): Failure | null {
  const { code, responseCode } = detailsOf(cause);
  const what = `${key}: the mail server refuses our request: ${reasonOf(cause)}.`;
  if (code === "EAUTH") {
    const remedy = `Check name and password in the mail server's address of channel ${key}.`;
    return new Failure({ code: "unauthorized", what, remedy, verdict: { kind: "park" }, cause });
  }
  if (responseCode === null) return null;
  const verdict: Verdict = responseCode < 500 ? { kind: "retry", afterMs: null } : { kind: "park" };
  const remedy = "Read what the mail server says; check `from` and `to` of the channel.";
  return new Failure({ code: "request-refused", what, remedy, verdict, cause });
}

function notReached(key: string, cause: unknown): Failure {
  return new Failure({
    code: "unreachable",
    what: `${key}: Signalbox cannot reach the mail server: ${reasonOf(cause)}.`,
    remedy: `Check the mail server's address of channel ${key}, its port and certificate, and the network.`,
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
}

function outcomeUnknown(key: string, cause: unknown): Failure {
  return new Failure({
    code: "outcome-unknown",
    what: `${key}: the mail server did not confirm the digest, which may have arrived: ${reasonOf(cause)}.`,
    remedy: "Look whether it is there; it is not sent again.",
    verdict: { kind: "park" },
    cause,
  });
}

/** The others have it, so it is not sent again. */
function notToAll(key: string, addresses: readonly string[]): Failure {
  return new Failure({
    code: "request-refused",
    what: `${key}: the mail server took the digest, but not for ${addresses.join(", ")}.`,
    remedy: "Check `to` of the channel.",
    verdict: { kind: "park" },
  });
}

function reasonOf(cause: unknown): string {
  return clip(cause instanceof Error ? cause.message : String(cause), 200);
}

function addressOf(recipient: string | { readonly address: string }): string {
  return typeof recipient === "string" ? recipient : recipient.address;
}

function detailsOf(cause: unknown): { readonly code: unknown; readonly responseCode: number | null } {
  if (!(cause instanceof Error)) return { code: null, responseCode: null };
  const responseCode = "responseCode" in cause && typeof cause.responseCode === "number" ? cause.responseCode : null;
  return { code: "code" in cause ? cause.code : null, responseCode };
}
