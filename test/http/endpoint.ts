import { createHmac } from "node:crypto";
import { parseTrainFile } from "../../config/train-file.ts";
import { createConnectors } from "../../src/cli/wiring.ts";
import { createInsight } from "../../src/cli/service-state.ts";
import { createIntake } from "../../src/http/intake.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { startHttp } from "../../src/http/server.ts";
import type { Connection } from "../../src/ports/connection.ts";
import type { TracedStep } from "../../src/ports/runtime.ts";
import type { Inbox } from "../../src/ports/inbox.ts";
import type { Store } from "../../src/ports/store.ts";
import { storeOn } from "../../src/store/open.ts";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { smallInstant, smallTrains } from "../support/small-train.ts";
import { timeline } from "../support/waiting-clock.ts";

export const secrets = { present: "hunter2-present", old: "hunter2-old", path: "hunter2Zq3vJ8nR2xW5tK9bM4" } as const;

const signing = { webhookSecrets: [secrets.present, secrets.old], webhookPath: null };
const site = { system: "jira", account: "bot@acme.example", token: "hunter2-jira", pointsField: null } as const;

/** The small train's trackers, and a Jira that cannot sign. None of them is there: the endpoint asks them nothing. */
const connections: readonly Connection[] = [
  { ...site, key: "acme", site: "https://acme.example", ...signing },
  { ...site, key: "office", site: "https://office.example", webhookSecrets: [], webhookPath: secrets.path },
  {
    system: "github",
    key: "hub",
    apiUrl: "https://hub.example/api/v3",
    webUrl: "https://hub.example",
    auth: { kind: "token", token: "hunter2-hub" },
    ...signing,
  },
];

export type Announce = Parameters<Inbox["receive"]>[1];

export type Endpoint = {
  readonly url: string;
  /** Where operators ask. */
  readonly adminUrl: string;
  /** What the log was told, as text. */
  readonly logged: readonly { readonly level: "info" | "warn" | "error"; readonly line: string }[];
  /** Steps of deliveries, as a tracer gets them. */
  readonly traced: (TracedStep & { readonly deliveries: readonly string[] })[];
  /** Resolves once so many deliveries in all have passed as the trackers' own. */
  accepted(count: number): Promise<void>;
  close(limit?: AbortSignal): Promise<void>;
};

/** The endpoint over a store; `announce` is what happens in the transactions that keep deliveries. */
export async function startEndpoint(store: Store, announce: Announce = async () => {}): Promise<Endpoint> {
  const logged: Endpoint["logged"][number][] = [];
  const traced: Endpoint["traced"][number][] = [];
  const note = (level: "info" | "warn" | "error") => (fields: object, text: string) => {
    const line = JSON.stringify({ level, ...fields, text }, (_, value: unknown) =>
      value instanceof Error ? value.stack : value,
    );
    logged.push({ level, line });
  };
  const log = { info: note("info"), warn: note("warn"), error: note("error") };
  const clock = () => Date.parse(smallInstant);
  const { trains } = parseTrainFile(smallTrains, { file: "signalbox.yaml", env: {}, provided: connections });
  const connectors = createConnectors(connections, trains, { ...timeline(), clock, log });
  const backlog = async () => [{ kind: "receive", ready: 3, oldestSeconds: 7 } as const];
  const insight = createInsight({ store, boss: { backlog }, connectors, trains, clock });
  const metrics = createMetrics(insight, clock);
  const receivers = new Map([...connectors].map(([key, { receiver }]) => [key, receiver]));
  const intake = createIntake(store.inbox, announce);
  let count = 0;
  let waiting: readonly { readonly until: number; readonly resolve: () => void }[] = [];
  const counted: typeof intake = {
    accept: (delivery) => {
      const stored = intake.accept(delivery);
      count += 1;
      for (const { until, resolve } of waiting) if (count >= until) resolve();
      return stored;
    },
  };
  const { meter } = metrics;
  const server = await startHttp({
    receivers,
    intake: counted,
    insight,
    metrics,
    addresses: store,
    meter,
    trace: (step, deliveries) => void traced.push({ ...step, deliveries }),
    clock,
    log,
    host: "127.0.0.1",
    port: 0,
    admin: { host: "127.0.0.1", port: 0 },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    adminUrl: `http://127.0.0.1:${server.adminPort}`,
    logged,
    traced,
    accepted: (until) =>
      new Promise((resolve) => {
        if (count >= until) resolve();
        else waiting = [...waiting, { until, resolve }];
      }),
    close: (limit = AbortSignal.abort()) => server.close(limit),
  };
}

/** An endpoint whose database nobody runs. */
export async function withoutDatabase<T>(look: (orphan: Endpoint) => Promise<T>): Promise<T> {
  // The discard port: nothing listens there.
  const store = storeOn(openServerDatabase("postgresql://signalbox:hunter2@127.0.0.1:9/signalbox"));
  const orphan = await startEndpoint(store);
  try {
    return await look(orphan);
  } finally {
    await orphan.close();
    await store.close();
  }
}

export type Answer = { readonly status: number; readonly body: string };

type Call = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

export async function post(url: string, { headers, body }: Call): Promise<Answer> {
  const response = await fetch(url, { method: "POST", headers, body });
  return { status: response.status, body: await response.text() };
}

function sign(body: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** What Jira sends about an issue that was edited. */
export function fromJira(id: string, secret: string | null = secrets.present): Call {
  const body = JSON.stringify({ webhookEvent: "jira:issue_updated", issue: { id: "10001", key: "PAY-1" } });
  const signed = secret === null ? {} : { "X-Hub-Signature": sign(body, secret) };
  const headers = { "Content-Type": "application/json", "X-Atlassian-Webhook-Identifier": id, ...signed };
  return { headers, body };
}

/** What GitHub sends about an issue that was edited. */
export function fromGithub(id: string, secret: string = secrets.present, title = "Ship it"): Call {
  const body = JSON.stringify({ action: "edited", issue: { node_id: "I_1", title }, sender: { login: "mia" } });
  const headers = {
    "Content-Type": "application/json",
    "X-GitHub-Event": "issues",
    "X-GitHub-Delivery": id,
    "X-Hub-Signature-256": sign(body, secret),
  };
  return { headers, body };
}

/** Announcements are made within the transaction: as long as one is held up, nothing is committed. */
export function holdUp() {
  const entered = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  const announced: (readonly string[])[] = [];
  const announce = async (connections: readonly string[]) => {
    announced.push(connections);
    entered.resolve(undefined);
    await held.promise;
  };
  return { announce, announced, entered: entered.promise, goOn: () => held.resolve(undefined) };
}
