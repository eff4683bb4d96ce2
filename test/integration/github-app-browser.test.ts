import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { readEnvironment } from "../../config/settings.ts";
import { bareEnvironment, useFolder } from "../support/home.ts";
import { startSmallSandbox } from "../support/small-sandbox.ts";

/** CHROMIUM names another one. */
const browserPath = readEnvironment(process.cwd())["CHROMIUM"] ?? "/usr/bin/chromium";
const inFolder = useFolder();

test.skipIf(!existsSync(browserPath))(
  `init --github-app in a real browser (${browserPath}): create, install, and read GitHub as the app`,
  async () => {
    await using resources = new AsyncDisposableStack();
    const sandbox = await startSmallSandbox(Date.now, resources);
    const folder = await inFolder("browser");
    await mkdir(folder, { recursive: true });
    const child = spawn(process.execPath, [resolve("src/main.ts"), "init", "--github-app", "acme", "--yes"], {
      cwd: folder,
      env: { ...bareEnvironment(), SIGNALBOX_DATA: "memory://", GITHUB_URL: `${sandbox.url}/github` },
    });
    resources.defer(() => void child.kill());
    const said: string[] = [];
    const address = Promise.withResolvers<string>();
    createInterface(child.stderr).on("line", (line) => {
      said.push(line);
      const found = /^Open (http:\S+)/u.exec(line)?.[1];
      if (found !== undefined) address.resolve(found);
    });
    const printed: string[] = [];
    createInterface(child.stdout).on("line", (line) => printed.push(line));
    const ended = once(child, "exit");

    const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
    resources.defer(() => browser.close());
    const page = await browser.newPage();
    await page.goto(
      await Promise.race([address.promise, ended.then(() => Promise.reject(new Error(said.join("\n"))))]),
    );
    await page.getByRole("button", { name: "Continue on GitHub" }).click();
    await page.getByLabel("GitHub App name").fill("Trains of acme");
    await page.getByRole("button", { name: "Create GitHub App for acme" }).click();
    // The browser came back to this machine, and went on to the installation by itself.
    await page.getByRole("heading", { name: "Install Trains of acme on acme" }).waitFor();
    await page.getByLabel("Only select repositories").check();
    await page.getByLabel("acme/api").check();
    await page.getByRole("button", { name: "Install" }).click();
    await page.getByText("1 selected repositories").waitFor();

    expect(await ended, said.join("\n")).toEqual([0, null]);
    const file = await readFile(join(folder, "config/signalbox.yaml"), "utf8");
    expect(file).toContain("# reads as trains-of-acme[bot]");
    expect(printed.join("\n")).toContain("1 item owned");
    expect(printed.at(-1)).toMatch(/^Nothing was written into the trackers\. Next: `signalbox plan`/u);
    // The key is in .env, and nowhere else.
    expect(await readFile(join(folder, ".env"), "utf8")).toContain("BEGIN RSA PRIVATE KEY");
    expect([file, ...said, ...printed].filter((text) => text.includes("PRIVATE KEY"))).toEqual([]);
  },
);
