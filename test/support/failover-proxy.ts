import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

export type FailoverProxy = {
  readonly url: string;
  /** Ids of the deliveries that a service accepted. */
  readonly accepted: ReadonlySet<string>;
  close(): Promise<void>;
};

/**
 * A proxy in front of several processes of one service, like operators have: each call goes to the next process, and to
 * another if that is dead.
 */
export async function startFailoverProxy(targets: () => readonly string[]): Promise<FailoverProxy> {
  const accepted = new Set<string>();
  let turn = 0;

  const pass = async (request: IncomingMessage): Promise<number> => {
    const body = await buffer(request);
    const headers = forwarded(request);
    turn += 1;
    const all = targets();
    for (const [place] of all.entries()) {
      const status = await post(`${all[(turn + place) % all.length]}${request.url}`, { headers, body });
      if (status !== null && status < 500) {
        if (status === 202) accepted.add(idOf(request));
        return status;
      }
    }
    return 502;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(await pass(request)).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no address of the proxy");
  return {
    url: `http://127.0.0.1:${address.port}`,
    accepted,
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

const ofThisHop: ReadonlySet<string> = new Set(["host", "connection", "content-length", "transfer-encoding"]);

function forwarded({ headers }: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(headers).filter(([name]) => !ofThisHop.has(name));
  return Object.fromEntries(pairs.map(([name, value]) => [name, [value].flat().join(", ")]));
}

function idOf({ headers }: IncomingMessage): string {
  return String(headers["x-github-delivery"] ?? headers["x-atlassian-webhook-identifier"]);
}

type Call = { readonly headers: Record<string, string>; readonly body: Buffer<ArrayBuffer> | Buffer };

/** @returns null if no process answered */
async function post(url: string, { headers, body }: Call): Promise<number | null> {
  try {
    const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
