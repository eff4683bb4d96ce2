/** Where `serve` listens unless told: only this machine reaches it. */
export const usualAddress = { host: "127.0.0.1", port: 8080 };
