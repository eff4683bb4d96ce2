import { expect, test } from "vitest";
import { networkReason } from "../../../connectors/kit/network-reason.ts";

const to = new URL("https://acme.example:8443/jira");

function failed(code: string, message = "it failed"): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
}

test.each([
  ["ENOTFOUND", "address", "There is no host acme.example."],
  ["EAI_AGAIN", "address", "The name server does not answer for acme.example."],
  ["ECONNREFUSED", "address", "Nothing listens at acme.example:8443."],
  ["ETIMEDOUT", "address", "No answer comes from acme.example:8443."],
  ["UND_ERR_CONNECT_TIMEOUT", "address", "No answer comes from acme.example:8443."],
  ["EHOSTUNREACH", "address", "No answer comes from acme.example:8443."],
  ["CERT_HAS_EXPIRED", "tls", "acme.example:8443 has a certificate that has expired, by this machine's clock."],
  ["CERT_NOT_YET_VALID", "clock", "The certificate of acme.example:8443 is not valid yet, by this machine's clock."],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", "acme.example:8443 has a certificate that it signed itself."],
  [
    "SELF_SIGNED_CERT_IN_CHAIN",
    "tls",
    "acme.example:8443 has a certificate of an authority that this machine does not know.",
  ],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "acme.example:8443 has a certificate for another name."],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "acme.example:8443 answers without TLS at this port."],
  ["EPROTO", "tls", "acme.example:8443 does not agree on a TLS version with us."],
  ["UND_ERR_SOCKET", "proxy", "The connection to acme.example:8443 breaks off (UND_ERR_SOCKET)."],
] as const)("%s", (code, stage, says) => {
  expect(networkReason(failed(code), to)).toEqual({ stage, says, remedy: expect.stringMatching(/\w/u) });
});

test("several addresses of one host fail together, and the first tells why", () => {
  const errors = [Object.assign(new Error("no"), { code: "ECONNREFUSED" }), new Error("other")];
  const cause = new TypeError("fetch failed", { cause: new AggregateError(errors) });
  expect(networkReason(cause, to)).toMatchObject({ stage: "address", says: "Nothing listens at acme.example:8443." });
});

test("a time limit, a proxy that refuses to connect, a proxy that asks for a login", () => {
  expect(networkReason(new DOMException("late", "TimeoutError"), to).says).toBe(
    "No answer comes from acme.example:8443.",
  );
  const tunnel = failed("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling");
  expect(networkReason(tunnel, to).says).toBe("A proxy refuses to connect to acme.example:8443 (HTTP 407).");
  const silent = new TypeError("fetch failed", { cause: new Error("") });
  expect(networkReason(silent, to).says).toBe("A proxy asks for a login before acme.example:8443 (HTTP 407).");
});
