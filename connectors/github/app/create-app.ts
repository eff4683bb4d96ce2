import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Failure } from "../../../src/domain/failure.ts";
import type { WantedApp } from "../../../src/ports/app-setup.ts";
import { refusalPage, startPage } from "./local-pages.ts";
import { manifestOf } from "./manifest.ts";

export type ManifestFlow = {
  readonly wanted: WantedApp;
  /** Ends the wait. */
  readonly until: AbortSignal;
  readonly onAddress: (address: string) => void;
  /** Exchanges GitHub's code, once. @returns the page on which the browser goes on */
  readonly exchange: (code: string) => Promise<string>;
};

const loopback = "127.0.0.1";

/**
 * GitHub's manifest flow with a listener on a free port of this machine: the person sends the manifest from our page,
 * creates the app on GitHub's, and GitHub returns with a code.
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 * @throws Failure if nothing came back in time; or what `exchange` throws
 */
export async function runManifestFlow({ wanted, until, onAddress, exchange }: ManifestFlow): Promise<void> {
  const server = createServer();
  const port = await listen(server);
  const ended = Promise.withResolvers<undefined>();
  // Other users of this machine reach the port: they know neither the address of the page nor the state.
  const [entry, state] = [secret(), secret()];
  const host = `${loopback}:${port}`;
  const manifest = manifestOf(wanted, { back: `http://${host}/created`, suffix: randomBytes(3).toString("hex") });
  let isTaken = false;

  const onCreated = async (query: URLSearchParams, response: ServerResponse): Promise<void> => {
    const code = query.get("code") ?? "";
    if (!isSame(query.get("state") ?? "", state) || !/^[\w-]{1,200}$/u.test(code)) {
      return answer(response, 403, refusalPage("This answer does not belong to the app that Signalbox waits for."));
    }
    if (isTaken) return answer(response, 410, refusalPage("This app has been taken over already."));
    isTaken = true;
    try {
      const next = await exchange(code);
      response.setHeader("location", next);
      answer(response, 303, "");
      response.once("close", () => ended.resolve(undefined));
    } catch (error) {
      answer(response, 502, refusalPage("Signalbox could not take the app over. The terminal says why."));
      response.once("close", () => ended.reject(error));
    }
  };
  server.on("request", (request, response) => {
    const url = URL.parse(request.url ?? "/", `http://${host}`);
    protect(response, wanted);
    // A name that leads here (DNS rebinding) is not our address.
    if (url === null || request.headers.host !== host || request.method !== "GET") notFound(request, response);
    else if (url.pathname === "/created") void onCreated(url.searchParams, response);
    else if (isSame(url.pathname, `/${entry}`)) answer(response, 200, startPage(wanted, manifest, state));
    else notFound(request, response);
  });
  const onTimeout = () => ended.reject(tooLate(wanted));
  until.addEventListener("abort", onTimeout, { once: true });
  try {
    onAddress(`http://${host}/${entry}`);
    await ended.promise;
  } finally {
    until.removeEventListener("abort", onTimeout);
    server.close();
    server.closeAllConnections();
  }
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** In a time that tells nothing of the texts. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function protect(response: ServerResponse, { connection: { webUrl } }: WantedApp): void {
  const { origin } = new URL(webUrl);
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; style-src 'unsafe-inline'; form-action ${origin}; frame-ancestors 'none'; base-uri 'none'`,
  );
  response.setHeader("cache-control", "no-store");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("connection", "close");
}

function answer(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}

function notFound(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  answer(response, 404, refusalPage("There is no such page here."));
}

async function listen(server: Server): Promise<number> {
  const listening = Promise.withResolvers<undefined>();
  server.once("error", listening.reject);
  server.listen({ host: loopback, port: 0, exclusive: true }, () => listening.resolve(undefined));
  await listening.promise;
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function tooLate({ connection: { webUrl } }: WantedApp): Failure {
  return new Failure({
    code: "not-found",
    what: `GitHub has not returned from ${webUrl} within an hour; its offer to create the app ends then.`,
    remedy:
      "Run `signalbox init --github-app` again and open the address that it prints, in a browser on this machine.",
    verdict: { kind: "stop" },
  });
}
