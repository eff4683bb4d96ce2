/** Why no answer came: the stage that failed, what that means and how to mend it. */
export type NetworkReason = {
  readonly stage: "address" | "tls" | "proxy" | "clock";
  readonly says: string;
  readonly remedy: string;
};

type Reading = Omit<NetworkReason, "says"> & { readonly says: (address: URL) => string };

const address = (says: (url: URL) => string, remedy: string): Reading => ({ stage: "address", says, remedy });
const tls = (says: string, remedy: string): Reading => {
  return { stage: "tls", says: ({ host }) => `${host} ${says}.`, remedy };
};

const unreached = address(
  ({ host }) => `No answer comes from ${host}.`,
  "Let this machine through the firewall to that host and port, or correct the address.",
);
const ownAuthority =
  "Add the certificate of your authority, or of the proxy that opens the connection: NODE_EXTRA_CA_CERTS=/path/to/ca.pem.";

/** By the codes of Node's sockets and TLS, and of undici: https://nodejs.org/api/errors.html, https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const byCode: Readonly<Record<string, Reading>> = {
  ENOTFOUND: address(
    ({ hostname }) => `There is no host ${hostname}.`,
    "Correct the address, or this machine's name server.",
  ),
  EAI_AGAIN: address(
    ({ hostname }) => `The name server does not answer for ${hostname}.`,
    "Check this machine's network and name server (`/etc/resolv.conf`; in a container its DNS).",
  ),
  ECONNREFUSED: address(
    ({ host }) => `Nothing listens at ${host}.`,
    "Correct host and port, or start the server there.",
  ),
  ETIMEDOUT: unreached,
  UND_ERR_CONNECT_TIMEOUT: unreached,
  UND_ERR_HEADERS_TIMEOUT: unreached,
  EHOSTUNREACH: unreached,
  ENETUNREACH: unreached,
  CERT_HAS_EXPIRED: tls(
    "has a certificate that has expired, by this machine's clock",
    "Renew the certificate there, or set this machine's clock.",
  ),
  CERT_NOT_YET_VALID: {
    stage: "clock",
    says: ({ host }) => `The certificate of ${host} is not valid yet, by this machine's clock.`,
    remedy: "Set this machine's clock (`timedatectl set-ntp true`).",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: tls("has a certificate that it signed itself", ownAuthority),
  SELF_SIGNED_CERT_IN_CHAIN: tls("has a certificate of an authority that this machine does not know", ownAuthority),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tls(
    "has a certificate of an authority that this machine does not know",
    ownAuthority,
  ),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tls(
    "has a certificate of an authority that this machine does not know",
    ownAuthority,
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: tls(
    "has a certificate for another name",
    "Use the name in the certificate as the address, or have the certificate changed.",
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: tls(
    "answers without TLS at this port",
    "Use the port at which the server speaks https; Signalbox sends no token unencrypted.",
  ),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: tls(
    "answers without TLS at this port",
    "Use the port at which the server speaks https; Signalbox sends no token unencrypted.",
  ),
  EPROTO: tls("does not agree on a TLS version with us", "Let the server speak TLS 1.2 or later."),
};

const allowProxy =
  "Let the proxy pass this host without a login, or give the proxy's address with its user and password (HTTPS_PROXY, NODE_USE_ENV_PROXY=1).";

/** @param cause of a `NoAnswer` */
export function networkReason(cause: unknown, to: URL): NetworkReason {
  const chain = chainOf(cause);
  const { says, ...reading } = readingOf(chain) ?? {
    stage: "proxy",
    says: ({ host }) => `The connection to ${host} breaks off (${codeOf(chain.at(-1)) || "no reason given"}).`,
    remedy: "Look at what stands between here and the tracker: a proxy or a firewall.",
  };
  return { ...reading, says: says(to) };
}

/** How to mend it, whatever the address; null for an unknown reason. */
export function networkRemedy(cause: unknown): string | null {
  return readingOf(chainOf(cause))?.remedy ?? null;
}

function readingOf(chain: readonly Error[]): Reading | null {
  const known = chain.map((error) => byCode[codeOf(error)]).find((reading) => reading !== undefined);
  if (known !== undefined) return known;
  if (chain.some(({ name }) => name === "TimeoutError")) return unreached;
  // https://fetch.spec.whatwg.org/#port-blocking
  if (chain.some(({ message }) => message === "bad port")) {
    return address(
      ({ port }) => `Node sends no request to port ${port}, which belongs to another protocol.`,
      "Correct the port.",
    );
  }
  const proxied = chain.map(({ message }) => /Proxy response \((\d+)\)/u.exec(message)?.[1]).find(Boolean);
  if (proxied !== undefined) {
    const says = ({ host }: URL) => `A proxy refuses to connect to ${host} (HTTP ${proxied}).`;
    return { stage: "proxy", says, remedy: allowProxy };
  }
  // Node's fetch gives no reason at all for a 407, which only a proxy sends: https://github.com/nodejs/help/issues/4344
  if (chain.at(-1)?.message !== "") return null;
  return {
    stage: "proxy",
    says: ({ host }) => `A proxy asks for a login before ${host} (HTTP 407).`,
    remedy: allowProxy,
  };
}

/** The error and its causes, the innermost last. */
function chainOf(cause: unknown, depth = 0): readonly Error[] {
  if (!(cause instanceof Error) || depth > 5) return [];
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  return [cause, ...chainOf(first, depth + 1)];
}

function codeOf(error: Error | undefined): string {
  return error !== undefined && "code" in error && typeof error.code === "string" ? error.code : "";
}
