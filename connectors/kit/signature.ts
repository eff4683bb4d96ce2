import { verifyWithFallback } from "@octokit/webhooks-methods";

const form = /^sha256=[0-9a-f]{64}$/iu;

/** Whether a header has a signature's form, before there is a body to hold it against. */
export function isSignature(header: string | undefined): header is string {
  return header !== undefined && form.test(header);
}

/** Text whose bytes are those that came, to the last: nothing is replaced or left out. */
const exactly = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Whether a body was signed with one of our secrets: an HMAC-SHA-256 over its raw bytes, written `sha256=<hex>`, as GitHub and
 * Jira both do. Compares in constant time. An empty secret is none: anyone can sign with it. Nor is an empty body signed.
 * @param signature the header as it came; undefined where there was none
 */
export async function signedBy(
  secrets: readonly string[],
  body: Uint8Array,
  signature: string | undefined,
): Promise<boolean> {
  const [first, ...others] = secrets.filter((secret) => secret !== "");
  if (first === undefined || !isSignature(signature)) return false;
  const text = textOf(body);
  if (text === "") return false;
  const fits: unknown = await verifyWithFallback(first, text, signature.toLowerCase(), others);
  return fits === true;
}

/** Empty for what is no UTF-8: no tracker sends it. */
function textOf(body: Uint8Array): string {
  try {
    return exactly.decode(body);
  } catch {
    return "";
  }
}
