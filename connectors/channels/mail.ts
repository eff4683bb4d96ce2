import { Failure, type Verdict } from "../../src/domain/failure.ts";
import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import { clip } from "../kit/http-failure.ts";
import { htmlOf } from "./html.ts";

type MailSettings = Extract<ChannelSettings, { kind: "mail" }>;

/** Time limits (ms) of connecting, of the server's greeting, and of its silence. */
const limits = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 60_000 };

/** Mail over SMTP, as HTML and as plain text. Sends credentials only over TLS, or to localhost. */
export function createMailChannel({ key, server, from, to }: MailSettings): Channel {
  const { hostname, protocol, username } = new URL(server);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const requireTLS = protocol === "smtp:" && username !== "" && !isLocal;
  return {
    key,
    send: async ({ id, document, text }) => {
      // Loads nodemailer with the first mail: it takes several megabytes, for one mail a week.
      const { createTransport } = await import("nodemailer");
      const transport = createTransport({
        url: server,
        requireTLS,
        ...limits,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: document.title,
          text,
          html: htmlOf(document),
          messageId: `<${id.replaceAll(/[^\w.-]/gu, "-")}@${from.slice(from.lastIndexOf("@") + 1)}>`,
        });
      } catch (cause) {
        throw mailFailure(key, cause);
      } finally {
        transport.close();
      }
    },
  };
}

/**
 * Classifies by the server's answer (RFC 5321: 4yz is temporary, 5yz permanent), else by how far the connection came:
 * only nodemailer's message shows that there was none.
 */
function mailFailure(key: string, cause: unknown): Failure {
  const reason = clip(cause instanceof Error ? cause.message : String(cause), 200);
  const { code, responseCode } = detailsOf(cause);
  const what = `${key}: the mail server did not take the digest: ${reason}.`;
  if (code === "EAUTH") {
    const remedy = `Check name and password in the mail server's address of channel ${key}.`;
    return new Failure({ code: "unauthorized", what, remedy, verdict: { kind: "park" }, cause });
  }
  if (responseCode !== null) {
    const verdict: Verdict = responseCode < 500 ? { kind: "retry", afterMs: null } : { kind: "park" };
    const remedy = "Read what the mail server says; check `from` and `to` of the channel.";
    return new Failure({ code: "request-refused", what, remedy, verdict, cause });
  }
  if (code === "EDNS" || /^(?:connect |connection timeout|greeting never)/iu.test(reason)) {
    const remedy = `Check the mail server's address of channel ${key} and the network.`;
    return new Failure({ code: "unreachable", what, remedy, verdict: { kind: "retry", afterMs: null }, cause });
  }
  const remedy = "Look whether it is there; it is not sent again.";
  return new Failure({ code: "outcome-unknown", what, remedy, verdict: { kind: "park" }, cause });
}

function detailsOf(cause: unknown): { readonly code: unknown; readonly responseCode: number | null } {
  if (!(cause instanceof Error)) return { code: null, responseCode: null };
  const responseCode = "responseCode" in cause && typeof cause.responseCode === "number" ? cause.responseCode : null;
  return { code: "code" in cause ? cause.code : null, responseCode };
}
