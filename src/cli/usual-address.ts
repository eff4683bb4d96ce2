import type { Address } from "../http/server.ts";

/** Where `serve` listens unless told: only this machine reaches it. */
export const usualAddress = { host: "127.0.0.1", port: 8080 };

/**
 * Where operators ask unless told: the port behind that of the webhooks, so that two on one machine do not meet. Only this machine
 * reaches it.
 */
export function usualAdmin(port: number): Address {
  return { host: usualAddress.host, port: port === 0 || port === 65_535 ? 0 : port + 1 };
}
