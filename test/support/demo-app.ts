import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { openApp } from "./app.ts";

export type DemoApp = { readonly app: AppContext; readonly train: Train; readonly sandbox: Sandbox };

/** The demo of the present, its train started, nothing read yet. */
export async function openDemo(clock: Clock, ending: AsyncDisposableStack): Promise<DemoApp> {
  const data = generateDemo({ seed: 1, now: clock() });
  const sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 2000 });
  ending.defer(() => sandbox.close());
  const app = await openApp({ connections: sandbox.connections, trainFile: data.trainFile, clock }, ending);
  const [train] = app.trains;
  if (train === undefined) throw new TypeError("the demo has no train");
  await startAll(app.store, app.trains, clock());
  return { app, train, sandbox };
}
