import { createHmac } from "node:crypto";

/** The signature header of both trackers: `sha256=<hex>`, an HMAC over the body's exact bytes. */
export function signatureOf(secret: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
