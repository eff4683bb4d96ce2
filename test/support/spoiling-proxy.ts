import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type ProxiedRequest = { readonly method: string; readonly path: string };

/** `breaksOff`: the connection ends in the middle of the text. */
export type ProxiedAnswer = {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly breaksOff?: boolean;
};

/** Replaces the tracker's answer, or keeps it; null for none, however long the caller waits. */
export type Spoil = (request: ProxiedRequest, answer: ProxiedAnswer) => ProxiedAnswer | null;

export type SpoilingProxy = {
  readonly url: string;
  /** The rule for later answers. */
  spoil: Spoil;
  /** Called when a caller has given up a request without an answer. */
  onGivenUp: () => void;
  close(): Promise<void>;
};

export const asItIs: Spoil = (_request, answer) => answer;

/** A proxy between Signalbox and a tracker on loopback, like a company's proxy or a bad line. */
export async function startProxy(target: string): Promise<SpoilingProxy> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const proxy: SpoilingProxy = {
    url: `http://127.0.0.1:${address.port}`,
    spoil: asItIs,
    onGivenUp: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/" } = request;
    const given = proxy.spoil({ method, path }, await passOn(target, request));
    if (given === null) return void response.once("close", () => proxy.onGivenUp());
    response.writeHead(given.status, {
      "content-type": given.type,
      "content-length": Buffer.byteLength(given.text),
    });
    if (given.breaksOff !== true) return void response.end(given.text);
    response.write(given.text.slice(0, given.text.length / 2), () => response.destroy());
  }
}

async function passOn(target: string, request: IncomingMessage): Promise<ProxiedAnswer> {
  const { method = "GET", url = "/" } = request;
  const headers = ["authorization", "content-type", "accept"].flatMap((name): [string, string][] => {
    const value = request.headers[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  const body = await text(request);
  const response = await fetch(`${target}${url}`, { method, headers, ...(body === "" ? {} : { body }) });
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "text/plain",
    text: await response.text(),
  };
}

/** Changes the JSON body of answers to the paths; everything else passes. */
export function changing(path: RegExp, change: (body: unknown) => unknown): Spoil {
  return (request, answer) =>
    path.test(request.path) ? { ...answer, text: JSON.stringify(change(JSON.parse(answer.text))) } : answer;
}

/** Replaces answers to the paths; everything else passes. */
export function replacing(path: RegExp, other: Partial<ProxiedAnswer>): Spoil {
  return (request, answer) => (path.test(request.path) ? { ...answer, ...other } : answer);
}
