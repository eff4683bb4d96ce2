import { once } from "node:events";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { SMTPServer } from "smtp-server";
import { expect, test, vi } from "vitest";
import { certificateKey, certificates } from "../support/certificates.ts";
import {
  asPlanted,
  firstToMend,
  tokens,
  useDoctorWorld,
  type DoctorWorld,
  type Planted,
} from "../support/doctor-world.ts";

const world = useDoctorWorld();

async function listen(server: Server, ending: AsyncDisposableStack): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.defer(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

/** Moves Jira to a server that answers every request alike. */
async function jiraAnswers(at: DoctorWorld, ending: AsyncDisposableStack, answer: RequestListener): Promise<void> {
  const port = await listen(createPlainServer(answer), ending);
  jiraAt(at, `http://127.0.0.1:${port}`);
}

function jiraAt(at: DoctorWorld, address: string): void {
  at.text = at.text.replace(/site: "[^"]*"/u, `site: "${address}"`);
}

/** Moves Jira to a TLS server whose authority this process trusts. */
async function jiraWith(certificate: string, at: DoctorWorld, ending: AsyncDisposableStack): Promise<void> {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, certificates.authority]);
  ending.defer(() => setDefaultCACertificates(before));
  const server = createServer({ cert: certificate, key: certificateKey }, (_, response) => response.end("{}"));
  jiraAt(at, `https://localhost:${await listen(server, ending)}`);
}

/** Adds a weekly digest to a channel. */
function digestTo(at: DoctorWorld, channel: string): void {
  at.text = `channels:\n  office: ${channel}\n${at.text}      digest: { to: [office] }\n`;
}

const mail = "{ kind: mail, server: ${MAIL_SERVER}, from: box@acme.test, to: rte@acme.test }";

const html = { "content-type": "text/html; charset=utf-8" };

const planted: readonly Planted[] = [
  {
    name: "a host that does not exist",
    plant: (at) => jiraAt(at, "https://acme.invalid"),
    first: "address:acme",
    says: /acme\.invalid/u,
  },
  {
    name: "a port at which nothing listens",
    plant: async (at) => {
      await using freed = new AsyncDisposableStack();
      jiraAt(at, `http://127.0.0.1:${await listen(createPlainServer(), freed)}`);
    },
    first: "address:acme",
    says: /Nothing listens at 127\.0\.0\.1:\d+\./u,
  },
  {
    name: "a port of another protocol",
    plant: (at) => jiraAt(at, "http://127.0.0.1:6667"),
    first: "address:acme",
    says: /another protocol/u,
  },
  {
    name: "an address with a path of its own",
    plant: (at) => jiraAt(at, `${at.sandbox.url}/jira/acme/wiki`),
    first: "address:acme",
    says: /HTTP 404/u,
  },
  {
    name: "the API's address in place of the server's",
    plant: (at) => {
      at.text = at.text.replace('/github"', '/github/api/v3"');
    },
    first: "address:hub",
    says: /HTTP 404/u,
  },
  {
    name: "an address without https",
    plant: (at) => jiraAt(at, "http://jira.acme.example"),
    first: "train-file:connections.acme.site:",
    says: /expected an https address/u,
  },
  {
    name: "a tracker that is down",
    plant: (at, ending) => jiraAnswers(at, ending, (_, response) => response.writeHead(503).end("down")),
    first: "address:acme",
    says: /HTTP 503/u,
  },
  {
    name: "https at a port without TLS",
    plant: (at) => jiraAt(at, `${at.sandbox.url.replace("http:", "https:")}/jira/acme`),
    first: "tls:acme",
    says: /without TLS/u,
  },
  {
    name: "a certificate that signed itself",
    plant: (at, ending) => jiraWith(certificates.selfSigned, at, ending),
    first: "tls:acme",
    says: /signed itself/u,
  },
  {
    name: "a certificate that has expired",
    plant: (at, ending) => jiraWith(certificates.expired, at, ending),
    first: "tls:acme",
    says: /has expired/u,
  },
  {
    name: "a certificate for another name",
    plant: (at, ending) => jiraWith(certificates.otherName, at, ending),
    first: "tls:acme",
    says: /another name/u,
  },
  {
    name: "a certificate that is not valid yet",
    plant: (at, ending) => jiraWith(certificates.future, at, ending),
    first: "clock:acme",
    says: /not valid yet/u,
  },
  {
    name: "a proxy's login page",
    plant: (at, ending) =>
      jiraAnswers(at, ending, (_, response) => response.writeHead(200, html).end("<p>Sign in</p>")),
    first: "proxy:acme",
    says: /text\/html instead of JSON/u,
  },
  {
    name: "a proxy's page that refuses",
    plant: (at, ending) => jiraAnswers(at, ending, (_, response) => response.writeHead(403, html).end("<p>No</p>")),
    first: "proxy:acme",
    says: /Something else answers/u,
  },
  {
    name: "a redirect to a sign-on",
    plant: (at, ending) =>
      jiraAnswers(at, ending, (_, response) => response.writeHead(302, { location: "https://sso.acme.example" }).end()),
    first: "proxy:acme",
    says: /a redirect/u,
  },
  {
    name: "a proxy that wants a login",
    plant: (at, ending) => jiraAnswers(at, ending, (_, response) => response.writeHead(407).end()),
    first: "proxy:acme",
    says: /HTTP 407/u,
  },
  {
    name: "a connection that breaks off",
    plant: (at, ending) => jiraAnswers(at, ending, (request) => request.socket.destroy()),
    first: "proxy:acme",
    says: /breaks off/u,
  },
  {
    name: "a proxy that Node ignores",
    plant: () => {
      vi.stubEnv("HTTPS_PROXY", "http://user:hunter2@proxy.acme.example:3128");
    },
    first: "proxy-variables",
    says: /HTTPS_PROXY names a proxy, but Node ignores it/u,
  },
  {
    name: "a clock that is an hour behind",
    plant: (at) => {
      at.skew = 3_600_000;
    },
    first: "clock:acme",
    says: /60 minutes behind/u,
  },
  {
    name: "a wrong token for Jira",
    plant: () => {
      vi.stubEnv(tokens.jira, "hunter2");
    },
    first: "credentials:acme",
    says: /HTTP 401/u,
  },
  {
    name: "a revoked token for GitHub",
    plant: (at) => at.sandbox.github.admin.revokeToken(),
    first: "credentials:hub",
    says: /HTTP 401/u,
  },
  {
    name: "a mail server at which nothing listens",
    plant: async (at) => {
      await using freed = new AsyncDisposableStack();
      vi.stubEnv("MAIL_SERVER", `smtp://127.0.0.1:${await listen(createPlainServer(), freed)}`);
      digestTo(at, mail);
    },
    first: "channel:office",
    says: /office: Signalbox cannot reach the mail server: connect ECONNREFUSED/u,
  },
  {
    name: "a variable that is not set",
    plant: () => {
      vi.stubEnv(tokens.github, "");
    },
    first: "train-file:connections.hub.token:",
    says: /DOCTOR_HUB_TOKEN is not set/u,
  },
  {
    name: "a misspelled key",
    plant: (at) => {
      at.text = at.text.replace("timeZone:", "timezone:");
    },
    first: "train-file:trains[0]",
    says: /timeZone/u,
  },
];

test.each(planted)("$name is the first to mend", async (one) => {
  await using ending = new AsyncDisposableStack();
  expect(await firstToMend(world(), one, ending)).toEqual(asPlanted(one));
});

test("a mail server that answers, and a webhook, which takes no request without a message", async () => {
  await using ending = new AsyncDisposableStack();
  const smtp = new SMTPServer({ disabledCommands: ["STARTTLS"], authOptional: true });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  ending.defer(() => new Promise((resolve) => smtp.close(() => resolve())));
  const { port } = smtp.server.address() as AddressInfo;
  vi.stubEnv("MAIL_SERVER", `smtp://127.0.0.1:${port}`);
  vi.stubEnv("CHAT", "https://hooks.example/services/hunter2");
  digestTo(world(), `${mail}\n  rte: { kind: slack, url: \${CHAT} }`);
  world().text = world().text.replace("[office]", "[office, rte]");
  const { findings, blocks } = await world().examine();
  expect(blocks).toBe(false);
  expect(findings.filter(({ id }) => id.startsWith("channel:"))).toMatchObject([
    { id: "channel:rte", outcome: "not-tried", remedy: expect.stringContaining("digest --send") },
    { id: "channel:office", outcome: "ok" },
  ]);
});
