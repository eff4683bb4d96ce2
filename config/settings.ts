import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { parseAdminAddress, type AdminAddress } from "./admin-address.ts";
import type { Environment } from "./environment.ts";
import { ConfigInvalid } from "./problems.ts";
import { isPublicUrl } from "./public-url.ts";
import { readUtf8 } from "./utf8.ts";

/** Everything the process gets from outside, besides the train file. */
export type Settings = {
  /** PostgreSQL; null for the embedded database in `dataDir`. May contain a password: never log it. */
  readonly databaseUrl: string | null;
  /** Directory of the embedded database. */
  readonly dataDir: string;
  /** Directory of the demo's embedded database: its own one unless SIGNALBOX_DATA is set. */
  readonly demoDataDir: string;
  /** Path of the train file; it may not exist. */
  readonly configFile: string;
  /** Null for the command's own default. */
  readonly logLevel: LogLevel | null;
  /** Where `serve` listens; null for its own defaults. */
  readonly host: string | null;
  readonly port: number | null;
  /** Where `serve` answers operators; null for its own default. */
  readonly admin: AdminAddress | null;
  /** Where the trackers reach `serve`; null if not set. */
  readonly publicUrl: string | null;
};

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Blanks around a value do not belong to it. A variable without a value counts as unset: `LOG_LEVEL= npm start`. */
function orUnset<T extends z.ZodType<unknown, string>>(value: T) {
  const unset = z.literal("").transform(() => undefined);
  return z
    .string()
    .trim()
    .pipe(z.union([unset, z.string().refine(isUnquoted).pipe(value)]))
    .optional();
}

/** Docker's `--env-file` and Kubernetes keep quotes that a shell and `.env` take away. */
function isUnquoted(value: string): boolean {
  return !/^(["'`]).*\1$/su.test(value);
}

/** Only a shell expands `~`. */
const path = z.string().refine((value) => !value.startsWith("~/"));

const environment = z.object({
  DATABASE_URL: orUnset(z.string().refine(isPostgresUrl).transform(withPlainSslMode)),
  SIGNALBOX_DATA: orUnset(path),
  SIGNALBOX_CONFIG: orUnset(path),
  LOG_LEVEL: orUnset(z.enum(logLevels)),
  SIGNALBOX_HOST: orUnset(z.string()),
  // `Number` would take 1e3 and 0x50 as well, which --port refuses.
  PORT: orUnset(z.string().regex(/^\d+$/u).transform(Number).pipe(z.number().max(65_535))),
  SIGNALBOX_ADMIN: orUnset(
    z
      .string()
      .transform(parseAdminAddress)
      .pipe(z.custom<AdminAddress>((parsed) => parsed !== null)),
  ),
  SIGNALBOX_URL: orUnset(z.string().refine(isPublicUrl)),
});

const expected: Readonly<Record<string, string>> = {
  DATABASE_URL:
    "expected an address such as postgresql://user:password@host:5432/signalbox, with special characters of user and password percent-encoded (# is %23), and if at all with one of libpq's values of sslmode",
  SIGNALBOX_DATA: "expected a path; only a shell expands ~",
  SIGNALBOX_CONFIG: "expected a path; only a shell expands ~",
  LOG_LEVEL: `expected one of ${logLevels.join(", ")}`,
  PORT: "expected a port from 0 to 65535",
  SIGNALBOX_ADMIN: "expected a port, or an address and a port such as 0.0.0.0:8081",
  SIGNALBOX_URL: "expected an address such as https://signalbox.example.com, without user, ? and #",
};

/**
 * The process's environment, extended by the file `.env` in the working directory. This file alone touches `process.env`.
 * @throws ConfigInvalid if `.env` is there and unreadable
 */
export function readEnvironment(directory: string): Environment {
  const file = join(directory, ".env");
  return existsSync(file) ? { ...parseEnv(readEnvFile(file)), ...process.env } : { ...process.env };
}

function readEnvFile(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigInvalid({
      file,
      problems: [{ line: 0, column: 0, path: "", text: `it cannot be read (${reason})` }],
      remedy: "Make it a file that this user may read, or remove it.",
    });
  }
  // Node 24 takes the next line for the value of a line that ends with `= `.
  return readUtf8(bytes, file).replaceAll(/=[ \t]+$/gmu, "=");
}

/** Sets variables of `.env` with this prefix in the process, for a library that reads `process.env` itself. */
export function shareEnvironment(env: Environment, prefix: string): void {
  for (const [name, value] of Object.entries(env)) if (name.startsWith(prefix)) process.env[name] ??= value;
}

/** The proxies that the environment names, and whether Node uses them: it decides that when it starts, without `.env`. */
export function readProxies(): { readonly proxies: readonly string[]; readonly usesProxies: boolean } {
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
  const isUsed = process.env["NODE_USE_ENV_PROXY"] === "1" || process.execArgv.includes("--use-env-proxy");
  return { proxies: names.filter((name) => (process.env[name] ?? "") !== ""), usesProxies: isUsed };
}

/**
 * Settings from an environment.
 * @param exists checks for a file, for the default of `SIGNALBOX_CONFIG`
 * @throws ConfigInvalid with every problem at once; never with values, because a database address contains a password
 */
export function readSettings(env: Environment, exists: (file: string) => boolean = existsSync): Settings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw invalid(parsed.error, env);
  const {
    DATABASE_URL,
    SIGNALBOX_DATA,
    SIGNALBOX_CONFIG,
    LOG_LEVEL,
    SIGNALBOX_HOST,
    PORT,
    SIGNALBOX_ADMIN,
    SIGNALBOX_URL,
  } = parsed.data;
  return {
    databaseUrl: DATABASE_URL ?? null,
    dataDir: SIGNALBOX_DATA ?? ".signalbox",
    demoDataDir: SIGNALBOX_DATA ?? ".signalbox-demo",
    configFile: SIGNALBOX_CONFIG ?? defaultConfigFile(exists),
    logLevel: LOG_LEVEL ?? null,
    host: SIGNALBOX_HOST ?? null,
    port: PORT ?? null,
    admin: SIGNALBOX_ADMIN ?? null,
    publicUrl: SIGNALBOX_URL ?? null,
  };
}

function defaultConfigFile(exists: (file: string) => boolean): string {
  const usual = "config/signalbox.yaml";
  const plain = "signalbox.yaml";
  return !exists(usual) && exists(plain) ? plain : usual;
}

const sslModes: ReadonlySet<string> = new Set([
  "disable",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
  "no-verify",
]);

/** A password that contains `#` or `?` would otherwise end the address, and its rest be taken for the host. */
function isPostgresUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) return false;
  const isWhole = url.hash === "" && !/^\?[^&=]*@/u.test(url.search);
  const mode = url.searchParams.get("sslmode");
  return isWhole && (mode === null || sslModes.has(mode));
}

/**
 * The driver takes `prefer`, `require` and `verify-ca` for `verify-full` unless it is asked for libpq's meaning, and
 * warns at each connection that its next version will not: https://www.npmjs.com/package/pg-connection-string
 */
function withPlainSslMode(url: string): string {
  if (/[?&]uselibpqcompat=true(?:&|$)/u.test(url)) return url;
  return url.replace(/(?<=[?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/u, "verify-full");
}

function invalid(error: z.ZodError, env: Environment): ConfigInvalid {
  const names = [...new Set(error.issues.map(({ path }) => String(path[0])))];
  const problems = names.map((name) => {
    const text = isUnquoted((env[name] ?? "").trim()) ? expected[name] : "has quotes around its value: leave them out";
    return { line: 0, column: 0, path: name, text: text ?? "cannot be used" };
  });
  return new ConfigInvalid({
    file: "the environment",
    problems,
    remedy: "Correct these variables; .env.example lists all of them.",
  });
}
