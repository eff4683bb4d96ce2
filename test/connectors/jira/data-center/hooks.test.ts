import { describe, expect, test } from "vitest";
import { failureOf } from "../acme.ts";
import { aSite, startSite } from "../sandbox-site.ts";

const url = "https://signalbox.example.com/webhooks/acme/a-path-that-nobody-can-guess";
const scope = { containers: ["PAY"], jqls: [] };

function started(dataCenter: string, connection: { webhookPath?: string; webhookSecrets?: readonly string[] }) {
  return startSite({ data: aSite(), dataCenter, scope, connection });
}

describe.each([
  ["9.12.4", "/rest/webhooks/1.0/webhook"],
  ["10.3.5", "/rest/jira-webhook/1.0/webhooks"],
])("webhooks of Jira %s", (version, path) => {
  test("with an unguessable path are registered, found again and corrected by command", async () => {
    const site = await started(version, { webhookPath: "a-path-that-nobody-can-guess" });
    const states = async () => (await site.hooks.status(url)).map(({ state }) => state);
    expect(await states()).toEqual(["missing"]);
    expect(await site.hooks.install(url)).toMatchObject([{ outcome: "created" }]);
    expect(await states()).toEqual(["installed"]);
    expect(await site.hooks.install(url)).toMatchObject([{ outcome: "unchanged" }]);
    site.site.hooks.remove(1);
    site.site.hooks.register({ url, events: ["jira:issue_created"], secret: null });
    expect(await states()).toEqual(["differs"]);
    expect(await site.hooks.install(url)).toMatchObject([{ outcome: "updated" }]);
    expect(await states()).toEqual(["installed"]);
    expect(await site.hooks.remove(url)).toMatchObject([{ outcome: "removed" }]);
    expect(await states()).toEqual(["missing"]);
    await site.close();
    expect(site.seen.filter((one) => one.path.startsWith(path)).map(({ method }) => method)).toContain("POST");
    const posted = site.seen.find(({ method }) => method === "POST");
    expect(posted?.body).toMatchObject({ url, filters: { "issue-related-events-section": 'project in ("PAY")' } });
  });

  test("without a proof are not registered", async () => {
    const site = await started(version, {});
    const failure = await failureOf(site.hooks.install(url));
    await site.close();
    expect(failure.remedy).toBe("Set webhookPath of connection acme to a variable that holds a long random text.");
  });

  test("with a secret are left to an administrator", async () => {
    const site = await started(version, { webhookSecrets: ["a-secret"] });
    const failure = await failureOf(site.hooks.install(url));
    await site.close();
    expect(failure).toMatchObject({ code: "config-invalid", verdict: { kind: "stop" } });
    expect(failure.remedy).toMatch(/webhookPath/u);
    expect(site.seen.some(({ method }) => method === "POST")).toBe(false);
  });
});
