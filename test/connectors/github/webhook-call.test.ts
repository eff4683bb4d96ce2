import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createGithubReceiver } from "../../../connectors/github/webhook.ts";
import { connection, signatureOf as sign } from "./hub.ts";

const call = (body: string, headers: Readonly<Record<string, string | undefined>>) => ({
  headers,
  body: Buffer.from(body),
});
const receiver = (webhookSecrets: readonly string[] = ["new-secret", "old-secret"]) =>
  createGithubReceiver({ ...connection, webhookSecrets }, { scope: { containers: ["acme/api"] }, self: () => null });

describe("a call is GitHub's", () => {
  const body = JSON.stringify({ action: "opened", issue: { title: "Überfällig" } });
  const headers = {
    "x-github-event": "issues",
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "x-hub-signature-256": sign(body, "new-secret"),
  };

  test("by its signature; the event is told with its action", () => {
    expect(receiver().verify(call(body, headers), null)).toEqual({
      deliveryId: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      event: "issues.opened",
      body,
    });
  });

  test("also by the secret that is being replaced", () => {
    const signed = { ...headers, "x-hub-signature-256": sign(body, "old-secret") };
    expect(receiver().verify(call(body, signed), null)).toMatchObject({ event: "issues.opened" });
  });

  test("an event without action goes by its name, a delivery without id by its bytes", () => {
    const ping = '{"zen":"Keep it logically awesome."}';
    const signed = { "x-github-event": "ping", "x-hub-signature-256": sign(ping, "new-secret") };
    expect(receiver().verify(call(ping, signed), null)).toEqual({
      deliveryId: createHash("sha256").update(ping).digest("hex"),
      event: "ping",
      body: ping,
    });
  });

  const form = { "content-type": "application/x-www-form-urlencoded" };

  test("also as a form, which is what webhooks made by hand send unless told otherwise", () => {
    const sent = new URLSearchParams({ payload: body }).toString();
    for (const type of [form["content-type"], `${form["content-type"]}; charset=utf-8`]) {
      const signed = { ...headers, "content-type": type, "x-hub-signature-256": sign(sent, "new-secret") };
      expect(receiver().verify(call(sent, signed), null)).toMatchObject({ event: "issues.opened", body });
    }
  });

  test.each([
    ["a".repeat(40), `issues.${"a".repeat(40)}`],
    ["a".repeat(41), "issues"],
  ])("the event has an action of 40 letters at most: %s", (action, event) => {
    const sent = ` {\n "action": "${action}"}`;
    const signed = { ...headers, "x-hub-signature-256": sign(sent, "new-secret") };
    expect(receiver().verify(call(sent, signed), null)).toMatchObject({ event });
    const later = `{"issue":${sent}}`;
    const signedLater = { ...headers, "x-hub-signature-256": sign(later, "new-secret") };
    expect(receiver().verify(call(later, signedLater), null)).toMatchObject({ event: "issues" });
  });

  test.each([
    ["payload=%7B%7D", {}],
    ["load=%7B%7D", form],
  ])("what is signed but no JSON, %s, is kept, for somebody to look at", (sent, type) => {
    const signed = { ...type, "x-github-event": "issues", "x-hub-signature-256": sign(sent, "new-secret") };
    expect(receiver().verify(call(sent, signed), null)).toMatchObject({ event: "issues", body: sent });
    expect(receiver().read({ event: "issues", body: sent })).toMatchObject({ kind: "unreadable" });
  });

  test("an action that is no word of GitHub's stands in no event's name", () => {
    const strange = JSON.stringify({ action: "x\n<b>", issue: {} });
    const signed = { ...headers, "x-hub-signature-256": sign(strange, "new-secret") };
    expect(receiver().verify(call(strange, signed), null)).toMatchObject({ event: "issues" });
  });

  test.each<[string, readonly string[] | undefined, Readonly<Record<string, string | undefined>>]>([
    ["another signature", undefined, { "x-hub-signature-256": sign(body, "guessed") }],
    ["none", undefined, { "x-hub-signature-256": undefined }],
    ["no event", undefined, { "x-github-event": undefined }],
    ["no secret of ours", [], {}],
    ["an empty secret", [""], { "x-hub-signature-256": sign(body, "") }],
  ])("not with %s", (_, secrets, change) => {
    expect(receiver(secrets).verify(call(body, { ...headers, ...change }), null)).toBeNull();
  });

  test("it can be GitHub's before its body is there only with a secret, an event and a signature", () => {
    const isPlausible = (secrets: readonly string[], change: Readonly<Record<string, string | undefined>>) =>
      receiver(secrets).isPlausible({ headers: { ...headers, ...change } }, null);
    expect(isPlausible(["guess"], {})).toBe(true);
    expect(isPlausible([], {})).toBe(false);
    expect(isPlausible(["guess"], { "x-github-event": undefined })).toBe(false);
    expect(isPlausible(["guess"], { "x-hub-signature-256": "sha256=" })).toBe(false);
  });
});
