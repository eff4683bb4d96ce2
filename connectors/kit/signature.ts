import { createHmac, timingSafeEqual } from "node:crypto";

const form = /^sha256=([0-9a-f]{64})$/iu;

/** Whether a header has a signature's form, before there is a body to hold it against. */
export function isSignature(header: string | undefined): boolean {
  return header !== undefined && form.test(header);
}

/**
 * Whether a body was signed with one of our secrets: an HMAC-SHA-256 over its raw bytes, written `sha256=<hex>`.
 * Compares in constant time and tries every secret, whichever fits. An empty secret is none: anyone can sign with it.
 * @param signature the header as it came; undefined where there was none
 */
export function signedBy(secrets: readonly string[], body: Uint8Array, signature: string | undefined): boolean {
  const hex = form.exec(signature ?? "")?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  const fits = secrets
    .filter((secret) => secret !== "")
    .map((secret) => timingSafeEqual(createHmac("sha256", secret).update(body).digest(), given));
  return fits.includes(true);
}
