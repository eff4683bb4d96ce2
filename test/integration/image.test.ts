import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { sandboxPackages } from "../house/manifest.ts";
import { makeHome } from "../support/empty-database.ts";
import { bareEnvironment, useFolder } from "../support/home.ts";
import { startRefusingTrackers } from "../support/refusing-trackers.ts";

const inFolder = useFolder();

/** Lays out the files that the Dockerfile's last stage copies from the project. */
function layOut(app: string): void {
  const [last = ""] = readFileSync("Dockerfile", "utf8")
    .split(/^FROM /m)
    .slice(-1);
  const copied = [...last.matchAll(/^COPY (?:--from=build \/app\/)?([^-].*) \S+$/gm)];
  for (const path of copied.flatMap(([, paths = ""]) => paths.split(" "))) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    cpSync(path, join(app, path), { recursive: true });
  }
  linkPackages("node_modules", join(app, "node_modules"));
}

/** Gives it all packages but those of the sandbox. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const kept = readdirSync(from).filter((name) => !(name in sandboxPackages));
  for (const name of kept) symlinkSync(resolve(from, name), join(to, name));
}

describe("the image", { shuffle: false }, () => {
  let app = "";
  beforeAll(async () => {
    app = await inFolder("app");
    layOut(app);
  });

  const start = (args: readonly string[], environment = {}) =>
    spawn(process.execPath, ["src/main.ts", ...args], { cwd: app, env: { ...bareEnvironment(), ...environment } });

  test("holds the service and not the sandbox", () => {
    expect(readdirSync(app).toSorted()).toEqual(
      [
        ".npmrc",
        "config",
        "connectors",
        "node_modules",
        "package-lock.json",
        "package.json",
        "prisma",
        "src",
      ].toSorted(),
    );
  });

  test("serves", async () => {
    const [config, data] = [await inFolder("signalbox.yaml"), await inFolder("data")];
    await using trackers = new AsyncDisposableStack();
    writeFileSync(config, await startRefusingTrackers(trackers));
    await makeHome(data);
    const serving = start(["serve", "--port", "0", "--admin", "0", "--config", config], {
      SIGNALBOX_DATA: data,
      LOG_LEVEL: "silent",
      TOKEN: "secret",
    });
    onTestFinished(() => void serving.kill("SIGKILL"));
    const complaints = text(serving.stderr);
    const lines: string[] = [];
    for await (const line of createInterface(serving.stdout)) {
      lines.push(line);
      if (line.startsWith("For operators")) break;
    }
    serving.kill("SIGTERM");
    const [code] = await once(serving, "close");
    expect({ code, complaints: await complaints, first: lines[0] }).toMatchObject({
      code: 0,
      first: expect.stringMatching(/^Listening on /),
    });
  });

  test.each(["demo", "sandbox"])("says in a sentence that it has no %s", async (command) => {
    const child = start([command], { SIGNALBOX_DATA: "memory://" });
    const told = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    expect(told).toEqual([
      "",
      "signalbox: This installation, such as the image, has no demo.\n" +
        "  Get it with a checkout of Signalbox: `npm ci`, then `npm run demo`.\n",
      [1, null],
    ]);
  });
});
