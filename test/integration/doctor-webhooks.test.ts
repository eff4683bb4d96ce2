import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { readEnvironment } from "../../config/settings.ts";
import { rowsOf } from "../support/direct-query.ts";
import {
  asPlanted,
  firstToMend,
  tokens,
  useDoctorWorld,
  type DoctorWorld,
  type Planted,
} from "../support/doctor-world.ts";
import { signalbox } from "../support/terminal.ts";

const world = useDoctorWorld();

/** Answers at the public address: as `serve` does, or by one status. */
async function startEndpoint(ending: AsyncDisposableStack, status: number | null = null): Promise<Server> {
  const server = createServer((request, response) => {
    const isSigned = [request.headers["x-hub-signature"], request.headers["x-hub-signature-256"]].some(Boolean);
    response.writeHead(status ?? (isSigned ? 202 : 401)).end();
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  vi.stubEnv("SIGNALBOX_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return server;
}

beforeEach(() => {
  world().text = world().text.replaceAll(/token: (\S+) \}/gu, `token: $1, webhookSecret: \${${tokens.webhooks}} }`);
});

async function install(at: DoctorWorld): Promise<void> {
  const { code, stderr } = await signalbox("webhooks", "install", "--config", await at.file());
  expect(code, stderr).toBe(0);
}

async function removeHook({ sandbox: { url, github } }: DoctorWorld): Promise<void> {
  const headers = { authorization: `token ${github.token}` };
  const hooks: unknown = await (await fetch(`${url}/github/api/v3/repos/acme/api/hooks`, { headers })).json();
  for (const { id } of z.array(z.object({ id: z.int() })).parse(hooks)) github.hooks.remove(id);
}

/** The registered webhook of GitHub has an answer once the stand-in has sent its ping. */
async function installed(at: DoctorWorld, ending: AsyncDisposableStack, status: number | null = null): Promise<Server> {
  const server = await startEndpoint(ending, status);
  await install(at);
  return server;
}

test("installed webhooks that arrive are in order", async () => {
  await using ending = new AsyncDisposableStack();
  await installed(world(), ending);
  const { findings, first } = await world().examine();
  expect(first).toBeNull();
  const lines = findings.filter(({ group }) => group === "webhooks").map(({ means }) => means);
  expect(lines).toEqual([
    "Our endpoint answers, and refuses unsigned calls.",
    "Our endpoint answers, and refuses unsigned calls.",
    expect.stringMatching(/^The webhook of http:\S+ is installed\.$/u),
    "The webhook of acme/api is installed.",
  ]);
});

test("without a public address nothing is amiss, and doctor says what it did not try", async () => {
  const { findings, first } = await world().examine();
  expect(first).toBeNull();
  const lines = findings.filter(({ group }) => group === "webhooks");
  expect(lines.map(({ outcome }) => outcome)).toEqual(["not-tried", "not-tried"]);
});

const planted: readonly Planted[] = [
  {
    name: "a revoked webhook in Jira",
    plant: async (at, ending) => {
      await installed(at, ending);
      at.sandbox.jira.get("acme")?.hooks.remove(1);
    },
    first: "webhook:acme:",
    says: /has no webhook with our address/u,
  },
  {
    name: "a revoked webhook in GitHub",
    plant: async (at, ending) => {
      await installed(at, ending);
      await removeHook(at);
    },
    first: "webhook:hub:acme/api",
    says: /acme\/api has no webhook with our address/u,
  },
  {
    name: "a webhook that calls a former address of the service",
    plant: async (at, ending) => {
      await installed(at, ending);
      at.sandbox.github.hooks.register({ repository: "acme/api", url: "https://old.example/webhooks/hub" });
    },
    first: "webhook-elsewhere:hub:acme/api",
    says: /Another webhook of acme\/api calls https:\/\/old\.example/u,
  },
  {
    name: "a webhook without the events",
    plant: async (at, ending) => {
      await startEndpoint(ending);
      await install(at);
      await removeHook(at);
      const url = `${readEnvironment(process.cwd())["SIGNALBOX_URL"]}/webhooks/hub`;
      at.sandbox.github.hooks.register({ repository: "acme/api", url, events: ["push"] });
    },
    first: "webhook:hub:acme/api",
    says: /differs: it lacks the events/u,
  },
  {
    name: "an unsigned webhook in Jira",
    plant: async (at, ending) => {
      await installed(at, ending);
      const hooks = at.sandbox.jira.get("acme")?.hooks;
      hooks?.remove(1);
      const url = `${readEnvironment(process.cwd())["SIGNALBOX_URL"]}/webhooks/acme`;
      hooks?.register({ url, secret: null });
    },
    first: "webhook:acme:",
    says: /not signed/u,
  },
  {
    name: "an account that may not see webhooks in Jira",
    plant: async (at, ending) => {
      await installed(at, ending);
      at.sandbox.jira.get("acme")?.administration.setAdministrator(false);
    },
    first: "webhook:acme",
    says: /No delivery has arrived yet/u,
  },
  {
    name: "a token that may not see webhooks in GitHub",
    plant: async (at, ending) => {
      await installed(at, ending);
      at.sandbox.github.admin.withhold("repository_hooks=read");
    },
    first: "webhook:hub",
    says: /does not allow it \(HTTP 403\) while reading the webhooks/u,
  },
  {
    name: "an endpoint that refuses signed calls",
    plant: async (at, ending) => {
      await installed(at, ending, 401);
      await vi.waitFor(async () => {
        const { stdout } = await signalbox("webhooks", "status", "--config", await at.file());
        expect(stdout).toContain("HTTP 401");
      });
    },
    first: "webhook:hub:acme/api",
    says: /refused with HTTP 401: the tracker signs with another secret/u,
  },
  {
    name: "an endpoint that is down",
    plant: async (at, ending) => {
      const server = await installed(at, ending);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    first: "endpoint:acme",
    says: /From this machine our endpoint cannot be reached: Nothing listens/u,
  },
  {
    name: "a public address that leads elsewhere",
    plant: (at, ending) => installed(at, ending, 200),
    first: "endpoint:acme",
    says: /Something else than `signalbox serve` answers/u,
  },
  {
    name: "a service that does not know the connection",
    plant: (at, ending) => installed(at, ending, 404),
    first: "endpoint:acme",
    says: /knows no endpoint for acme/u,
  },
  {
    name: "deliveries that Signalbox gave up",
    plant: async (at, ending) => {
      await installed(at, ending);
      await rowsOf(
        `insert into delivery (connection, delivery_id, event, body, state, reason, received_at, processed_at)
         values ('acme', 'd1', 'jira:issue_updated', '{}', 'failed', 'no reason', now(), now())`,
      );
    },
    first: "inbox:acme",
    says: /1 delivery is parked/u,
  },
];

test.each(planted)("$name is the first to mend", async (one) => {
  await using ending = new AsyncDisposableStack();
  expect(await firstToMend(world(), one, ending)).toEqual(asPlanted(one));
});
