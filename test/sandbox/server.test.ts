import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { SandboxData } from "../../sandbox/data.ts";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { objectsAt, textAt } from "../support/json.ts";

const now = Date.UTC(2026, 10, 26, 10);
const demo = generateDemo({ seed: 1, now });
const started: Sandbox[] = [];

async function start(data: SandboxData = demo, port = 0): Promise<Sandbox> {
  const sandbox = await startSandbox({ data, port, clock: () => now, searchLagMs: 0 });
  started.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(async (sandbox) => sandbox.close()));
});

/** The credentials the sandbox hands out for a connection, as its client would send them. */
function authorization(sandbox: Sandbox, key: string): string {
  const connection = sandbox.connections.find((one) => one.key === key);
  if (connection?.system === "jira") {
    return `Basic ${Buffer.from(`${connection.account}:${connection.token}`).toString("base64")}`;
  }
  return connection?.auth.kind === "token" ? `Bearer ${connection.auth.token}` : "";
}

type Call = { readonly key: string; readonly address: string; readonly body?: unknown };

async function call(sandbox: Sandbox, { key, address, body }: Call): Promise<unknown> {
  const response = await fetch(address, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: authorization(sandbox, key), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json();
}

function addressesIn(html: string): readonly string[] {
  return [...html.matchAll(/href="([^"]+)"/gu)].map(([, address = ""]) => address);
}

describe("two trackers under one port", () => {
  test("each connection of the train file is answered", async () => {
    const sandbox = await start();
    expect(sandbox.connections).toMatchObject([
      { system: "jira", key: "acme", site: `${sandbox.url}/jira/acme` },
      { system: "github", key: "acme-github", apiUrl: `${sandbox.url}/github/api/v3`, webUrl: `${sandbox.url}/github` },
    ]);
    const myself = await call(sandbox, { key: "acme", address: `${sandbox.url}/jira/acme/rest/api/3/myself` });
    const issues = `${sandbox.url}/github/api/v3/repos/acme/api/issues?per_page=3`;
    const rows = await call(sandbox, { key: "acme-github", address: issues });
    expect(textAt(myself, "accountId")).toBe(sandbox.jira.get("acme")?.account.accountId);
    expect(objectsAt({ rows }, "rows")).toHaveLength(3);
    expect(sandbox.requests()).toEqual({ jira: 1, github: 1 });
  });

  test("keys are found wherever the train file names them; a broken file names none", async () => {
    const named = await start({ ...demo, trainFile: "trains: [{ a: [{ github: x }], b: { jira: acme, github: y } }]" });
    expect(named.connections.map(({ key }) => key)).toEqual(["acme", "x", "y"]);
    const broken = await start({ ...demo, trainFile: "trains: [" });
    expect(broken.connections).toEqual([]);
  });

  test.each([
    [demo, "the sites acme"],
    [{ ...demo, jira: {} }, "no Jira site"],
  ])("a site that is not there is refused, and the port is free again", async (data, have) => {
    const trainFile = "trains: [{ teams: [{ from: { jira: elsewhere } }] }]";
    await expect(start({ ...data, trainFile })).rejects.toMatchObject({
      code: "config-invalid",
      message: `The train file plans in "jira: elsewhere", but the data has ${have}.`,
    });
    expect(started).toEqual([]);
  });
});

describe("the front page", () => {
  test("lists everything, with links that lead somewhere", async () => {
    const sandbox = await start();
    const page = await fetch(`${sandbox.url}/`);
    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const addresses = addressesIn(html);
    expect(addresses.length).toBeGreaterThan(400);
    const sample = [...addresses.filter((_, index) => index % 25 === 0), addresses.at(-1) ?? ""];
    const statuses = await Promise.all(sample.map(async (address) => (await fetch(address)).status));
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  test("titles and problems are text, whatever is in them", async () => {
    const issue = { number: 1, title: `<script>alert("1")</script> & 'more'` };
    const repo = { issues: [issue], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
    const data = { jira: {}, github: { "a/b": repo }, trainFile: "", problems: ["x.ndjson:1: <b>"] };
    const html = await (await fetch((await start(data)).url)).text();
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;");
    expect(html).toContain("x.ndjson:1: &lt;b&gt;");
    expect(html).not.toContain("<script");
  });

  test("a long list is cut", async () => {
    const issues = Array.from({ length: 502 }, (_, index) => ({ number: index + 1, title: "t" }));
    const repo = { issues, pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
    const data = { jira: {}, github: { "a/b": repo }, trainFile: "", problems: [] };
    expect(await (await fetch((await start(data)).url)).text()).toContain("+2 more");
  });

  test("what is written through the APIs comes first", async () => {
    const sandbox = await start();
    const jira = `${sandbox.url}/jira/acme/rest/api/3/issue`;
    const github = `${sandbox.url}/github/api/v3/repos/acme`;
    const [commented] = demo.jira["acme"]?.issues ?? [];
    const text = { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text: "x" }] }] };
    const fields = { project: { key: "PMO" }, issuetype: { name: "Task" }, summary: "Rollup in Jira" };
    await call(sandbox, { key: "acme", address: jira, body: { fields } });
    const address = `${jira}/${textAt(commented, "id")}/comment`;
    await call(sandbox, { key: "acme", address, body: { body: text } });
    await call(sandbox, {
      key: "acme-github",
      address: `${github}/trains/issues`,
      body: { title: "Rollup in GitHub" },
    });
    const number = demo.github["acme/web"]?.issues[0]?.["number"];
    const comments = `${github}/web/issues/${String(number)}/comments`;
    await call(sandbox, { key: "acme-github", address: comments, body: { body: "x" } });
    const html = await (await fetch(sandbox.url)).text();
    const top = html.slice(0, html.indexOf("<h2>Everything</h2>"));
    expect(top).toContain("Rollup in Jira");
    expect(top).toContain("Rollup in GitHub");
    expect(addressesIn(top)).toEqual([
      expect.stringContaining("/jira/acme/browse/PMO-"),
      expect.stringContaining("/github/acme/trains/issues/"),
      `${sandbox.url}/jira/acme/browse/${textAt(commented, "key")}`,
      `${sandbox.url}/github/acme/web/issues/${String(number)}`,
    ]);
    const statuses = await Promise.all(addressesIn(top).map(async (one) => (await fetch(one)).status));
    expect(statuses).toEqual([200, 200, 200, 200]);
  });

  test("anything else is told where to look", async () => {
    const sandbox = await start();
    const response = await fetch(`${sandbox.url}/jira/nowhere/rest/api/3/myself`);
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining(`${sandbox.url}/`)]);
  });
});

describe("the port", () => {
  test("one that is taken is named, with what to do", async () => {
    const { url } = await start();
    const { port } = new URL(url);
    await expect(start(demo, Number(port))).rejects.toMatchObject({
      code: "config-invalid",
      message: `Port ${port} on 127.0.0.1 is already in use.`,
      remedy: expect.stringContaining("--port"),
    });
  });

  test("close ends requests that are under way, and frees the port", async () => {
    const sandbox = await start();
    const { port } = new URL(sandbox.url);
    // A body that never ends.
    const hanging = fetch(`${sandbox.url}/jira/acme/rest/api/3/issue`, {
      method: "POST",
      headers: { authorization: authorization(sandbox, "acme"), "content-type": "application/json" },
      body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) }),
      duplex: "half",
    });
    const outcome = hanging.then(
      () => "answered",
      () => "broken off",
    );
    await fetch(sandbox.url);
    await sandbox.close();
    expect(await outcome).toBe("broken off");
    const next = createServer();
    const listening = Promise.withResolvers<boolean>();
    next.once("error", () => listening.resolve(false)).listen(Number(port), "127.0.0.1", () => listening.resolve(true));
    expect(await listening.promise).toBe(true);
    next.close();
  });
});
