import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createRandom } from "../../sandbox/demo-data/random.ts";
import { isObject, textAt, type Json } from "../support/json.ts";
import { secretsOf, startServed, type Served } from "../support/served.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const resources = new AsyncDisposableStack();
let served: Served;
let person: TrackerHands;

/** As long as it takes: jobs of the embedded database are looked for once a second. */
const patience = { timeout: 100_000, interval: 100 };

beforeAll(async () => {
  served = await startServed(resources);
  person = new TrackerHands(served.sandbox);
  for (const [key, { hooks }] of served.connectors) await hooks.install(`${served.url}/webhooks/${key}`);
  await vi.waitUntil(() => person.written({ key: "PAY-1" }).length === 1, patience);
  await atRest();
});

afterAll(() => resources.disposeAsync());

afterEach(() => {
  const hidden = secretsOf(served.sandbox);
  expect(hidden.every((secret) => secret.length > 3)).toBe(true);
  expect(served.lines.filter((line) => hidden.some((secret) => line.includes(secret)))).toEqual([]);
  expect(told().filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

/** Everything in the inbox is worked off. */
async function atRest(): Promise<void> {
  await served.courier.idle();
  await vi.waitUntil(
    async () => (await served.store.inbox.list({ state: "received", limit: 1 })).length === 0,
    patience,
  );
}

function told(): readonly Json[] {
  return served.lines.map((line): unknown => JSON.parse(line)).filter(isObject);
}

test.each([
  ["jira", "PAY-2", "PAY-1"],
  ["github", "acme/api#1", "acme/api#1"],
])(
  "a person's change in %s arrives as an updated comment, and its delivery can be followed in the log",
  async (_, changed, commented) => {
    const before = served.lines.length;
    const [first] = person.written({ key: commented });
    const title = `Renamed: ${changed} is another now`;
    person.rename({ key: changed }, title);
    await expect.poll(() => person.written({ key: commented })[0], patience).toContain(title);
    await atRest();
    expect(first).not.toContain(title);
    const lines = told().slice(before);
    const ours = served.courier.attempts().flatMap(({ delivery: { headers }, status }) => {
      const id = headers["X-GitHub-Delivery"] ?? headers["X-Atlassian-Webhook-Identifier"];
      return status === 202 && lines.some(({ requestId }) => requestId === id) ? [id] : [];
    });
    expect(ours.length).toBeGreaterThan(0);
    for (const requestId of ours) {
      const steps = lines.filter((line) => line["requestId"] === requestId).map(({ msg }) => msg);
      expect(steps).toEqual(["delivery received", "delivery worked off"]);
    }
    expect(lines.map(({ msg }) => msg)).toContain("publication written");
  },
);

type Sent = { readonly connection: "acme" | "hub"; readonly id: string; readonly event: string; readonly body: string };

const folder = "../shared/data";
const places = { acme: ["jira-webhooks/mattermost", "jira-webhooks/pinpt"], hub: ["github-webhooks"] } as const;
const isThere = Object.values(places)
  .flat()
  .every((place) => existsSync(join(folder, place)));

/** Every body there is, and some that nobody can understand. */
function everyBody(): readonly Sent[] {
  const real = (["acme", "hub"] as const).flatMap((connection) =>
    places[connection].flatMap((place) =>
      readdirSync(join(folder, place)).map((file): Sent => {
        const body = readFileSync(join(folder, place, file), "utf8");
        return { connection, id: file, event: file.split(".", 1)[0] ?? "", body };
      }),
    ),
  );
  const broken = [
    "",
    "{",
    "[]",
    "null",
    '"text"',
    "{}",
    '{"webhookEvent":"jira:issue_updated"}',
    '{"action":7}',
    "\u0000",
  ];
  const garbage = (["acme", "hub"] as const).flatMap((connection) =>
    broken.map((body, number): Sent => ({ connection, id: `broken-${number}`, event: "issues", body })),
  );
  return [...real, ...garbage];
}

async function post({ connection, id, event, body }: Sent): Promise<number> {
  const site = served.sandbox.jira.get("acme");
  const secret = connection === "hub" ? served.sandbox.github.webhookSecret : site?.webhookSecret;
  const signature = `sha256=${createHmac("sha256", secret ?? "")
    .update(body)
    .digest("hex")}`;
  const headers =
    connection === "hub"
      ? { "X-GitHub-Event": event, "X-GitHub-Delivery": id, "X-Hub-Signature-256": signature }
      : { "X-Atlassian-Webhook-Identifier": id, "X-Hub-Signature": signature };
  return (await fetch(`${served.url}/webhooks/${connection}`, { method: "POST", headers, body })).status;
}

async function deliveries(outcome: string): Promise<number> {
  const metrics = await (await fetch(`${served.url}/metrics`)).text();
  const counts = metrics.matchAll(/^signalbox_deliveries_total\{connection="\w+",outcome="(\w+)"\} (\d+)$/gmu);
  return [...counts].reduce((sum, [, label, count]) => sum + (label === outcome ? Number(count) : 0), 0);
}

test.skipIf(!isThere)(
  "every body of ../shared/data, twice and in any order: kept once, and none is left waiting (skipped where they are absent)",
  async () => {
    const bodies = everyBody();
    const before = { received: await deliveries("received"), repeated: await deliveries("repeated") };
    const known = (await served.store.inbox.list({ limit: 1000 })).length;
    const calls = createRandom(7).shuffled([...bodies, ...bodies]);
    const statuses: number[] = [];
    for (let from = 0; from < calls.length; from += 10) {
      statuses.push(...(await Promise.all(calls.slice(from, from + 10).map(post))));
    }
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect((await deliveries("received")) - before.received).toBe(bodies.length);
    expect((await deliveries("repeated")) - before.repeated).toBe(bodies.length);
    await atRest();
    const all = await served.store.inbox.list({ limit: 1000 });
    expect(all.length - known).toBe(bodies.length);
    const ends = new Map(
      all.map(({ connection, deliveryId, state, reason }) => [`${connection} ${deliveryId}`, { state, reason }]),
    );
    for (const { connection, id } of bodies) {
      const end = ends.get(`${connection} ${id}`);
      if (id.startsWith("broken-"))
        expect(end).toMatchObject({ state: "failed", reason: expect.stringMatching(/\w+/u) });
      else expect(end?.state, `${connection} ${id}: ${end?.reason}`).toMatch(/^(?:processed|ignored)$/u);
    }
    expect(await (await fetch(`${served.url}/readyz`)).json()).toMatchObject({ ready: true });
    expect(textAt(told().at(-1), "msg")).not.toBeNull();
  },
);
