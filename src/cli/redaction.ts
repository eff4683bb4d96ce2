import { Buffer } from "node:buffer";
import type { ChannelSettings } from "../ports/channel.ts";
import type { Connection } from "../ports/connection.ts";

export type SecretHolders = {
  readonly connections: readonly Connection[];
  readonly channels: readonly ChannelSettings[];
  readonly databaseUrl: string | null;
};

/** Every secret value that the process was given. */
export function secretsOf({ connections, channels, databaseUrl }: SecretHolders): readonly string[] {
  return [
    ...connections.flatMap(ofConnection),
    ...channels.flatMap((channel) => (channel.kind === "mail" ? passwordsOf(channel.server) : endsOf(channel.url))),
    ...(databaseUrl === null ? [] : passwordsOf(databaseUrl)),
  ].filter((secret) => secret !== "");
}

function ofConnection(connection: Connection): readonly string[] {
  const { webhookSecrets, webhookPath } = connection;
  const called = [...webhookSecrets, webhookPath ?? ""];
  if (connection.system === "jira") {
    const { account, token } = connection;
    // The header that carries it.
    return [...called, token, Buffer.from(`${account}:${token}`).toString("base64")];
  }
  const { auth } = connection;
  return [...called, auth.kind === "token" ? auth.token : auth.privateKey];
}

/** An address with a password, and the password alone, as it is written there and as it is meant. */
function passwordsOf(address: string): readonly string[] {
  const written = URL.canParse(address) ? new URL(address) : null;
  if (written === null) return [address];
  const inQuery = written.searchParams.get("password") ?? "";
  if (written.password === "" && inQuery === "") return [];
  return [address, written.password, decoded(written.password), inQuery];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of a chat's webhook all but the host is secret, its query (Teams) as well; the shortest of paths is none. */
function endsOf(address: string): readonly string[] {
  if (!URL.canParse(address)) return [address];
  const { pathname, search } = new URL(address);
  return [address, pathname.length > 1 ? pathname : "", search];
}

/**
 * Takes secrets out of a line of JSON, wherever in it they stand, so that it stays a line of JSON. They are known by their value,
 * also within an address, in base64 or within JSON that is quoted in a text.
 */
export function createRedaction(secrets: readonly string[]): (line: string) => string {
  const needles = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  const inJson = needles.map(quoted);
  const clean = (text: string) => needles.reduce((rest, needle) => rest.replaceAll(needle, "…"), text);
  return (line) => {
    if (!inJson.some((needle) => line.includes(needle))) return line;
    const told: unknown = JSON.parse(line);
    return `${JSON.stringify(cleaned(told, clean))}\n`;
  };
}

function formsOf(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    quoted(secret),
    quoted(quoted(secret)),
  ];
}

/** As it stands in JSON. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Names of fields are ours, save those of what was logged as a whole. */
function cleaned(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof value === "string") return clean(value);
  if (typeof value === "number") return clean(String(value)) === String(value) ? value : clean(String(value));
  if (Array.isArray(value)) return value.map((one) => cleaned(one, clean, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [depth === 0 ? name : clean(name), cleaned(one, clean, depth + 1)]),
  );
}
