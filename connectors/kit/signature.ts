import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a signature, as it stands in the header (`sha256=<hex>`), is of this body by one of the secrets. Every secret
 * is tried, in constant time; any other method is refused.
 */
export function signedBy(secrets: readonly string[], body: Uint8Array, signature: string | undefined): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? "")?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  const matches = secrets.map((secret) => timingSafeEqual(createHmac("sha256", secret).update(body).digest(), given));
  return matches.includes(true);
}
