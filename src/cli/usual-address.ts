import type { Address } from "../http/server.ts";

/** Default address of `serve`: only this machine reaches it. */
export const usualAddress = { host: "127.0.0.1", port: 8080 };

/**
 * Default address for operators: the port after that of the webhooks, so that two services on one machine do not
 * collide. Only this machine reaches it.
 */
export function usualAdmin(port: number): Address {
  return { host: usualAddress.host, port: port === 0 || port === 65_535 ? 0 : port + 1 };
}
