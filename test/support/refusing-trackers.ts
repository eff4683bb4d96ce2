import { once } from "node:events";
import { createServer } from "node:http";
import { smallTrains } from "./small-train.ts";

/**
 * Trackers that accept no token. A service serves all the same, and ends at once: it asks trackers that do not answer
 * several times.
 * @returns the small train's file on them; its process has the variable TOKEN
 */
export async function startRefusingTrackers(resources: AsyncDisposableStack): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json", connection: "close" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  resources.defer(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const url = `http://127.0.0.1:${address.port}`;
  return `connections:
  acme: { kind: jira, site: ${url}/jira, account: bot, token: "\${TOKEN}" }
  hub: { kind: github, url: ${url}/github, token: "\${TOKEN}" }
${smallTrains}`;
}
