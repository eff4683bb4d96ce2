import { parseEnv } from "node:util";
import { readFile, stat, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { createAppSetup } from "../../connectors/github/app/app-setup.ts";
import { createGithubDiscovery } from "../../connectors/github/discovery.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { realRuntime } from "../../src/cli/wiring.ts";
import type { Failure } from "../../src/domain/failure.ts";
import { connectApp, usesApp } from "../../src/setup/connect-app.ts";
import { addToEnvFile, isOpenToOthers } from "../../src/setup/env-file.ts";
import type { Connected, Connecting } from "../../src/setup/attempts.ts";
import { useFolder } from "../support/home.ts";
import { silentLog } from "../support/silent-log.ts";
import { startSmallSandbox } from "../support/small-sandbox.ts";
import { createOffered, formIn, pageAt, submit } from "../support/web-form.ts";

const runtime = realRuntime(silentLog);
const inFolder = useFolder();

type World = {
  readonly sandbox: Sandbox;
  readonly said: string[];
  /** Resolves with the first sentence that matches. */
  readonly heard: (pattern: RegExp) => Promise<string>;
  readonly connect: (change?: Partial<Connecting>, asked?: string | true) => ReturnType<typeof connectApp>;
  readonly env: () => Promise<Record<string, string | undefined>>;
  readonly envFile: string;
};

async function startWorld(name: string, resources: AsyncDisposableStack): Promise<World> {
  const sandbox = await startSmallSandbox(Date.now, resources);
  const envFile = await inFolder(`${name}.env`);
  const said: string[] = [];
  const waiting: { readonly pattern: RegExp; readonly resolve: (sentence: string) => void }[] = [];
  const say = (sentence: string) => {
    said.push(sentence);
    for (const { pattern, resolve } of waiting) if (pattern.test(sentence)) resolve(sentence);
  };
  const setup = createAppSetup({ ...runtime, wait: () => runtime.wait(5) });
  const keep = async (values: Parameters<typeof addToEnvFile>[1]) => {
    await addToEnvFile(envFile, values);
    return (await isOpenToOthers(envFile)) ? "others can read it" : null;
  };
  const connect = (change: Partial<Connecting> = {}, asked: string | true = "acme") =>
    connectApp(
      {
        env: {},
        jira: undefined,
        github: undefined,
        asker: { isAttended: true, text: async () => "", secret: async () => "", choose: async () => "" },
        discover: (connection) => {
          if (connection.system !== "github") throw new Error("no GitHub");
          return createGithubDiscovery({ ...runtime, connection });
        },
        progress: () => undefined,
        say,
        app: { asked, setup, publicUrl: null, keep },
        ...change,
      },
      `${sandbox.url}/github`,
    );
  const heard = async (pattern: RegExp) => {
    const before = said.find((sentence) => pattern.test(sentence));
    if (before !== undefined) return before;
    return new Promise<string>((resolve) => void waiting.push({ pattern, resolve }));
  };
  const env = async () => parseEnv(await readFile(envFile, "utf8"));
  return { sandbox, said, heard, connect, env, envFile };
}

async function offered({ heard }: World): Promise<string> {
  return /http:\S+/u.exec(await heard(/^Open http/u))?.[0] ?? "";
}

function connected(found: Connected | Failure | null): Connected {
  if (found === null || found instanceof Error) throw new Error(`not connected: ${found?.message}`);
  return found;
}

test("a person creates and installs the app: the connection works, and sees the selected repository only", async () => {
  await using resources = new AsyncDisposableStack();
  const world = await startWorld("whole", resources);
  const connecting = world.connect();
  const install = await createOffered(await offered(world));
  // The app is kept before it is installed.
  expect(Object.keys(await world.env())).toEqual(["GITHUB_APP_ID", "GITHUB_APP_KEY", "GITHUB_WEBHOOK_SECRET"]);
  await world.heard(/^Waiting until the app is installed: http\S+\/installations\/new/u);
  const page = await pageAt(install);
  const id = /value="(\d+)" \/> acme\/api</u.exec(page)?.[1] ?? "";
  await submit({ action: formIn(page).action, fields: new URLSearchParams({ target: "selected", repository: id }) });
  const { file, look, connection } = connected(await connecting);
  expect(look).toMatchObject({ account: "signalbox-acme[bot]", refused: [] });
  expect(look.containers).toEqual([{ key: "acme/api", name: "acme/api", creatable: ["issue"] }]);
  expect(look.items.map(({ key }) => key)).toEqual(["acme/api#1"]);
  expect(file).toEqual({
    system: "github",
    key: connection.key,
    url: `${world.sandbox.url}/github`,
    app: { id: "GITHUB_APP_ID", privateKey: "GITHUB_APP_KEY", webhookSecret: "GITHUB_WEBHOOK_SECRET" },
  });
  expect(world.said.at(-1)).toMatch(/^Looking at /u);
  expect(world.said.at(-2)).toMatch(
    /^The app is installed for selected repositories of acme; http\S+ changes which\.$/u,
  );
  const env = await world.env();
  expect(world.said.join("\n")).not.toContain("PRIVATE KEY");
  expect((await stat(world.envFile)).mode & 0o777).toBe(0o600);
  const text = `connections: { hub: { kind: github, url: "${world.sandbox.url}/github", app: { id: "\${GITHUB_APP_ID}", privateKey: "\${GITHUB_APP_KEY}" }, webhookSecret: "\${GITHUB_WEBHOOK_SECRET}" } }
trains: [{ key: a, name: A, timeZone: UTC, increments: [{ key: "1", starts: 2026-11-16, iterations: { count: 1, length: 2w } }], teams: [{ key: t, from: { github: hub, repo: acme/api } }] }]`;
  const [read] = parseTrainFile(text, { file: "x", env }).connections;
  expect(read).toMatchObject({ auth: connection.system === "github" ? connection.auth : null });
});

test("the app of the environment is taken, and none is created; a suspended installation is said and waited for", async () => {
  await using resources = new AsyncDisposableStack();
  const world = await startWorld("again", resources);
  const first = world.connect();
  const install = await createOffered(await offered(world));
  const installed = await submit(formIn(await pageAt(install)), { target: "all" });
  connected(await first);
  expect(world.said.at(-2)).toBe("The app is installed for all repositories of acme, later ones too.");
  const settings = installed.headers.get("location") ?? "";
  const toggle = async () => submit(formIn(await pageAt(settings)));
  await toggle();
  const before = world.said.length;
  const again = world.connect({ env: await world.env() }, true);
  const suspended = await world.heard(/is suspended since 20\d\d-/u);
  expect(suspended).toContain(`opens ${settings} and chooses “Unsuspend”`);
  await toggle();
  expect(
    connected(await again)
      .look.containers.map(({ key }) => key)
      .toSorted(),
  ).toEqual(["acme/api", "acme/trains"]);
  const said = world.said.slice(before);
  expect(said[0]).toMatch(/^Signalbox takes the app 7\d+ of GITHUB_APP_ID and creates none\.$/u);
  expect(said.filter((sentence) => sentence.startsWith("Open"))).toEqual([]);
});

test("what .env has already stays, and the person hears who else can read it", async () => {
  await using resources = new AsyncDisposableStack();
  const world = await startWorld("there", resources);
  await writeFile(world.envFile, "GITHUB_WEBHOOK_SECRET=mine\n", { mode: 0o644 });
  const connecting = world.connect({ env: await world.env() });
  const install = await createOffered(await offered(world));
  await submit(formIn(await pageAt(install)), { target: "all" });
  expect(connected(await connecting).file).toMatchObject({ app: { webhookSecret: "GITHUB_WEBHOOK_SECRET_2" } });
  expect(await world.env()).toMatchObject({ GITHUB_WEBHOOK_SECRET: "mine" });
  expect(world.said).toContain("others can read it");
});

test("without a person an app that is not installed ends the wait at once", async () => {
  await using resources = new AsyncDisposableStack();
  const world = await startWorld("unattended", resources);
  const first = world.connect();
  first.catch(() => undefined);
  const install = await createOffered(await offered(world));
  const env = await world.env();
  const asker = { isAttended: false, text: async () => "", secret: async () => "", choose: async () => "" };
  const app = { asked: undefined, setup: createAppSetup(runtime), publicUrl: null, keep: async () => null };
  expect(await world.connect({ env, asker, app })).toMatchObject({
    code: "not-found",
    remedy: expect.stringContaining(install),
  });
  await submit(formIn(await pageAt(install)), { target: "all" });
  connected(await first);
});

test("a token in the environment precedes an app there, unless a person asks for the app", () => {
  const env = { GITHUB_APP_ID: "1", GITHUB_APP_KEY: "k" };
  const using = (change: object, asked?: true) =>
    usesApp({ env: { ...env, ...change }, app: { asked } } as unknown as Connecting);
  expect([
    using({}),
    using({ GITHUB_TOKEN: "t" }),
    using({ GITHUB_APP_KEY: "" }),
    using({ GITHUB_TOKEN: "t" }, true),
  ]).toEqual([true, false, false, true]);
});
