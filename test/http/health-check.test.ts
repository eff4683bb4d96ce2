import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { withoutDatabase } from "./endpoint.ts";

const Command = z.array(z.string()).min(2);

/** The command after CMD, with its lines joined as Docker joins them. */
function ofImage(): readonly string[] {
  const joined = readFileSync("Dockerfile", "utf8").replaceAll("\\\n", "");
  return Command.parse(JSON.parse(/^HEALTHCHECK .*? CMD (\[.*\])$/mu.exec(joined)?.[1] ?? "null"));
}

function ofCompose(): readonly string[] {
  const service = z.object({ healthcheck: z.object({ test: Command }) });
  const compose = z.object({ services: z.object({ signalbox: service }) });
  const [kind, ...command] = compose.parse(parse(readFileSync("compose.yaml", "utf8"))).services.signalbox.healthcheck
    .test;
  expect(kind).toBe("CMD");
  return command;
}

/** Its exit code, asked within a container where the service listens on this port. */
async function exitCode(
  [program = "", ...argv]: readonly string[],
  port: string,
  env: NodeJS.ProcessEnv = {},
): Promise<unknown> {
  expect(program).toBe("node");
  const child = spawn(process.execPath, argv, { env: { PORT: port, ...env }, stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [unknown];
  return code;
}

async function whileAnswering(status: number, ask: (port: string) => Promise<unknown>): Promise<unknown> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    return await ask(String((server.address() as AddressInfo).port));
  } finally {
    server.close();
  }
}

describe.each([
  ["the image's health check", ofImage],
  ["the health check of compose.yaml", ofCompose],
])("%s", (_, command) => {
  test("is well as long as the service answers, also without a database", async () => {
    expect(await withoutDatabase(({ url }) => exitCode(command(), new URL(url).port))).toBe(0);
  });

  test("asks the service itself where a proxy is set", async () => {
    const env = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: "http://127.0.0.1:9" };
    expect(await whileAnswering(200, (port) => exitCode(command(), port, env))).toBe(0);
  });

  test.each([500, 503, 404])("is not well where the answer is %i", async (status) => {
    expect(await whileAnswering(status, (port) => exitCode(command(), port))).toBe(1);
  });

  test("is not well where nobody answers", async () => {
    // The discard port: nothing listens there.
    expect(await exitCode(command(), "9")).toBe(1);
  });
});
