import { writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { z } from "zod";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { createHttpSender } from "../../sandbox/webhooks/http-sender.ts";
import { startTestServer } from "./database.ts";
import { liveOn, useFolder } from "./home.ts";
import { keepDatabase, type KeptDatabase } from "./kept-database.ts";
import { soundData } from "./sound-set-up.ts";
import { jsonOf, signalbox, type CommandResult } from "./terminal.ts";

const Outcome = z.enum(["ok", "warning", "blocks", "not-tried"]);
const Text = z.string().min(1);

/** What `doctor --json` prints. */
export const Examination = z.strictObject({
  blocks: z.boolean(),
  first: Text.nullable(),
  findings: z.array(
    z.strictObject({
      id: Text,
      group: Text,
      connection: Text.nullable(),
      outcome: Outcome,
      tried: Text,
      means: Text,
      remedy: Text.nullable(),
      link: z.url().nullable(),
    }),
  ),
});
export type Examination = z.infer<typeof Examination>;

/** A sound set-up on stand-ins of its own, for one test to break. */
export type DoctorWorld = {
  readonly sandbox: Sandbox;
  /** Difference (ms) of the stand-ins' clock from this machine's. */
  skew: number;
  /** Text of the train file; tests change it. */
  text: string;
  /** Writes the train file. @returns its path */
  file(): Promise<string>;
  doctor(...flags: readonly string[]): Promise<CommandResult>;
  examine(): Promise<Examination>;
  sync(): Promise<CommandResult>;
};

export const tokens = {
  jira: "DOCTOR_JIRA_TOKEN",
  github: "DOCTOR_HUB_TOKEN",
  webhooks: "DOCTOR_WEBHOOK_SECRET",
} as const;

/**
 * Call it outside of tests. Each test gets the stand-ins as they were, at the same address, and a database that
 * has just read them.
 */
export function useDoctorWorld(): () => DoctorWorld {
  const inFolder = useFolder();
  const now = Date.now();
  let server: Awaited<ReturnType<typeof startTestServer>> | null = null;
  let kept: KeptDatabase | null = null;
  let port = 0;
  let world: DoctorWorld | null = null;
  let closeSender = () => {};
  const get = () => {
    if (world === null) throw new Error("the world is not there yet: use it in a test, not beside it");
    return world;
  };
  const start = async () => {
    const made: { world: DoctorWorld | null } = { world: null };
    const clock = () => Date.now() + (made.world?.skew ?? 0);
    const webhookSender = createHttpSender({ clock });
    const sandbox = await startSandbox({ data: soundData(now), port, clock, searchLagMs: 0, webhookSender });
    closeSender = () => webhookSender.close();
    port = Number(new URL(sandbox.url).port);
    made.world = openWorld(sandbox, inFolder);
    world = made.world;
    setTokens(sandbox);
  };
  const close = async () => {
    closeSender();
    await get().sandbox.close();
  };
  beforeAll(async () => {
    server = await startTestServer();
    const good = await server.createDatabase();
    await start();
    liveOn(good);
    const { code, stderr } = await get().sync();
    expect(code, stderr).toBe(0);
    await close();
    kept = await keepDatabase(server, good);
  });
  beforeEach(async () => {
    await start();
    await kept?.restore();
    liveOn(kept?.url ?? "");
  });
  afterEach(() => close());
  afterAll(async () => server?.stop());
  return get;
}

function setTokens({ jira, github }: Sandbox): void {
  vi.stubEnv(tokens.jira, [...jira.values()][0]?.account.token ?? "");
  vi.stubEnv(tokens.github, github.token);
  vi.stubEnv(tokens.webhooks, "hunter2-of-the-webhooks-0123456789");
  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "SIGNALBOX_URL"]) vi.stubEnv(name, "");
}

let files = 0;

function openWorld(sandbox: Sandbox, inFolder: (name: string) => Promise<string>): DoctorWorld {
  const { url, connections } = sandbox;
  const account = connections.find(({ system }) => system === "jira");
  const world: DoctorWorld = {
    sandbox,
    skew: 0,
    text: `connections:
  acme: { kind: jira, site: "${url}/jira/acme", account: ${account?.system === "jira" ? account.account : ""}, token: \${${tokens.jira}} }
  hub: { kind: github, url: "${url}/github", token: \${${tokens.github}} }
${soundData(Date.now()).trainFile}`,
    file: async () => {
      files += 1;
      const path = await inFolder(`doctor-${files}.yaml`);
      await writeFile(path, world.text);
      return path;
    },
    doctor: async (...flags) => signalbox("doctor", "--config", await world.file(), ...flags),
    examine: async () => Examination.parse(jsonOf(await world.doctor("--json"))),
    sync: async () => signalbox("sync", "--config", await world.file()),
  };
  return world;
}

/** One thing broken in a sound set-up, and the finding that must be the first to mend. */
export type Planted = {
  readonly name: string;
  readonly plant: (world: DoctorWorld, ending: AsyncDisposableStack) => unknown;
  /** Beginning of its id. */
  readonly first: string;
  /** What it says, without its remedy. */
  readonly says: RegExp;
};

/** Breaks one thing. @returns what `doctor` says first, in the form of `asPlanted` */
export async function firstToMend(world: DoctorWorld, planted: Planted, ending: AsyncDisposableStack) {
  await planted.plant(world, ending);
  const { stdout, stderr, code } = await world.doctor("--json");
  const { first, blocks, findings } = Examination.parse(jsonOf({ stdout }));
  const line = findings.find(({ id }) => id === first);
  return {
    first: first?.slice(0, planted.first.length),
    means: line?.means,
    remedy: line?.remedy,
    isExitCodeRight: code === (blocks ? 1 : 0),
    // The tests' wrong secrets contain "hunter2".
    showsSecret: `${stdout}${stderr}`.includes("hunter2"),
    toMend: findings.filter(({ outcome }) => outcome === "warning" || outcome === "blocks").map(({ id }) => id),
  };
}

/** What `firstToMend` returns if `doctor` finds the planted fault. */
export function asPlanted({ first, says }: Planted) {
  return {
    first,
    means: expect.stringMatching(says),
    remedy: expect.stringMatching(/\w/u),
    isExitCodeRight: true,
    showsSecret: false,
    toMend: expect.any(Array),
  };
}
