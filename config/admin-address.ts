export type AdminAddress = { readonly host: string; readonly port: number };

/** `9090` on this machine, `0.0.0.0:9090` or `[::]:9090` elsewhere; null for anything else. */
export function parseAdminAddress(written: string): AdminAddress | null {
  const parts = /^(?:(?<host>[^\s:[\]]+|\[[\da-f:]+\]):)?(?<port>\d{1,5})$/iu.exec(written)?.groups;
  const port = Number(parts?.["port"]);
  if (parts === undefined || port > 65_535) return null;
  return { host: (parts["host"] ?? "127.0.0.1").replaceAll(/[[\]]/gu, ""), port };
}
