import { Buffer } from "node:buffer";
import type { ChannelSettings } from "../ports/channel.ts";
import type { Connection } from "../ports/connection.ts";

export type SecretHolders = {
  readonly connections: readonly Connection[];
  readonly channels: readonly ChannelSettings[];
  readonly databaseUrl: string | null;
};

/** Every secret value of the process. */
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
    // The header with the token.
    const header = account === null ? [] : [Buffer.from(`${account}:${token}`).toString("base64")];
    return [...called, token, ...header];
  }
  const { auth } = connection;
  return [...called, auth.kind === "token" ? auth.token : auth.privateKey];
}

/** An address with a password, and the password alone, both encoded and decoded. */
function passwordsOf(address: string): readonly string[] {
  const written = URL.canParse(address) ? new URL(address) : null;
  if (written === null) return [address];
  const inQuery = written.searchParams.get("password") ?? "";
  if (written.password === "" && inQuery === "") return [];
  return [address, ...[written.password, decoded(written.password), inQuery].map(recognizable)];
}

/** Shorter passwords are part of ordinary words, even of our log's own: Signalbox removes them within addresses only. */
const shortestAlone = 4;

function recognizable(password: string): string {
  return password.length === 0 || password.length >= shortestAlone ? password : `:${password}@`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** All but the host of a chat's webhook is secret, including its query (Teams); a very short path is not. */
function endsOf(address: string): readonly string[] {
  if (!URL.canParse(address)) return [address];
  const { pathname, search } = new URL(address);
  return [address, pathname.length > 1 ? pathname : "", search];
}

/**
 * Removes secrets from a line of JSON, wherever they are in it, so that it remains valid JSON. Finds them by value,
 * also within an address, in base64 or within JSON quoted in a text.
 */
export function createLogRedaction(secrets: readonly string[]): (line: string) => string {
  const needles = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  const inJson = needles.map(quoted);
  const clean = (text: string) => needles.reduce((rest, needle) => rest.replaceAll(needle, "…"), text);
  return (line) => {
    if (!inJson.some((needle) => line.includes(needle))) return line;
    const fields: unknown = JSON.parse(line);
    return `${JSON.stringify(cleaned(fields, clean))}\n`;
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

/** As JSON encodes it. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Field names are ours, except in an object that was logged as a whole. */
function cleaned(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof value === "string") return clean(value);
  if (typeof value === "number") return clean(String(value)) === String(value) ? value : clean(String(value));
  if (Array.isArray(value)) return value.map((one) => cleaned(one, clean, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [depth === 0 ? name : clean(name), cleaned(one, clean, depth + 1)]),
  );
}
