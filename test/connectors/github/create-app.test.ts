import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { runManifestFlow } from "../../../connectors/github/app/create-app.ts";
import { manifestOf, newAppPage } from "../../../connectors/github/app/manifest.ts";
import type { WantedApp } from "../../../src/ports/app-setup.ts";
import { formIn, pageAt } from "../../support/web-form.ts";
import { connection, failureOf, server } from "./hub.ts";

const wanted: WantedApp = { connection, organisation: "acme", webhookUrl: null };

/** A flow whose page is open. `taken` has the codes that it exchanged. */
async function begun(exchange: (code: string) => Promise<string> = async () => "https://github.com/apps/x") {
  const stop = new AbortController();
  const opened = Promise.withResolvers<string>();
  const taken: string[] = [];
  const flow = runManifestFlow({
    wanted,
    until: stop.signal,
    onAddress: opened.resolve,
    exchange: (code) => {
      taken.push(code);
      return exchange(code);
    },
  });
  flow.catch(() => undefined);
  const address = await opened.promise;
  const { origin } = new URL(address);
  const state = new URL(formIn(await pageAt(address)).action).searchParams.get("state") ?? "";
  const back = (code: string, given = state) =>
    fetch(`${origin}/created?code=${encodeURIComponent(code)}&state=${given}`, { redirect: "manual" });
  return { flow, stop, taken, address, origin, back };
}

test("only GitHub's answer with our state is taken, once; the browser goes on to the installation", async () => {
  const gate = Promise.withResolvers<string>();
  const { flow, taken, back } = await begun(() => gate.promise);
  expect((await back("c0de", "guessed")).status).toBe(403);
  expect((await back("c/../de")).status).toBe(403);
  expect(taken).toEqual([]);
  const first = back("c0de");
  await expect.poll(() => taken).toEqual(["c0de"]);
  expect((await back("c0de")).status).toBe(410);
  gate.resolve("https://github.com/apps/signalbox/installations/new");
  const answer = await first;
  expect([answer.status, answer.headers.get("location")]).toEqual([
    303,
    "https://github.com/apps/signalbox/installations/new",
  ]);
  await flow;
  expect(taken).toEqual(["c0de"]);
});

test("the page exists under its own address only, for this machine's name, and runs nothing", async () => {
  const { flow, stop, address, origin } = await begun();
  expect(new URL(address).hostname).toBe("127.0.0.1");
  expect((await fetch(origin)).status).toBe(404);
  expect((await fetch(address, { method: "POST" })).status).toBe(404);
  const page = await fetch(address);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("cache-control")).toBe("no-store");
  const rebound = await new Promise<number | undefined>((resolve) => {
    request(address, { headers: { host: "evil.example" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(rebound).toBe(404);
  stop.abort();
  expect((await failureOf(flow)).message).toContain("GitHub has not returned");
});

test("a failed exchange ends the flow with its reason; the browser gets no part of it", async () => {
  const { flow, back } = await begun(() => Promise.reject(new Error("the secret reason")));
  const answer = await back("c0de");
  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain("The terminal says why.");
  await expect(flow).rejects.toThrow("the secret reason");
});

describe("the manifest", () => {
  const given = { back: "http://127.0.0.1:5/created", suffix: "a1b2c3" };

  test("asks for what Signalbox reads and writes, and no more", () => {
    expect(manifestOf(wanted, given)).toMatchObject({
      name: "Signalbox acme",
      redirect_url: "http://127.0.0.1:5/created",
      public: false,
      hook_attributes: { active: false },
      default_permissions: { metadata: "read", issues: "write", pull_requests: "read", organization_projects: "read" },
      default_events: ["issue_dependencies", "issues", "milestone", "pull_request", "sub_issues", "projects_v2_item"],
    });
  });

  test("has the webhook's address if it is known, and a name that fits", () => {
    const long = { ...wanted, organisation: "a".repeat(39), webhookUrl: "https://box.acme.example/webhooks/hub" };
    expect(manifestOf(long, given)).toMatchObject({
      name: `Signalbox ${"a".repeat(24)}`,
      url: "https://box.acme.example",
      hook_attributes: { url: "https://box.acme.example/webhooks/hub", active: true },
    });
    expect(manifestOf({ ...wanted, organisation: null }, given)).toMatchObject({ name: "Signalbox a1b2c3" });
  });

  test("an Enterprise Server gets no event that it may not know, and the page is its own", () => {
    const own = { ...wanted, connection: server };
    expect(manifestOf(own, given)).toMatchObject({ default_events: ["issues", "milestone", "pull_request"] });
    expect(newAppPage(own, "s")).toBe("https://git.acme.example/organizations/acme/settings/apps/new?state=s");
    expect(newAppPage({ ...wanted, organisation: null }, "s")).toBe("https://github.com/settings/apps/new?state=s");
  });
});
