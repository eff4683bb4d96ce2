import { createHmac, timingSafeEqual } from "node:crypto";

const form = /^sha256=([0-9a-f]{64})$/iu;

/** Whether a header is a well-formed signature, checked before reading the body. */
export function isSignature(header: string | undefined): boolean {
  return header !== undefined && form.test(header);
}

/**
 * Whether one of the secrets signed the body: HMAC-SHA-256 over the raw bytes, as `sha256=<hex>`. Compares in constant
 * time and always tries every secret. Ignores an empty secret, with which anyone can sign.
 * @param signature the raw header; undefined if missing
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
