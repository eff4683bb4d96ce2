import { afterAll, expect, test, vi } from "vitest";
import { readAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { openApp } from "../support/app.ts";
import { startSmallSandbox, storedItems } from "../support/small-sandbox.ts";
import { smallInstant, smallTrains } from "../support/small-train.ts";

const ending = new AsyncDisposableStack();
afterAll(() => ending.disposeAsync());

/** Jira answers only after every stream of GitHub has been read. */
function slowDownJira({ connectors, store }: AppContext): void {
  const [acme, hub] = [connectors.get("acme")?.source, connectors.get("hub")?.source];
  if (acme === undefined || hub === undefined) throw new Error("the small train has the connections acme and hub");
  const isHubRead = async () => {
    const states = (await store.streams()).filter(({ connection, completedAt }) => connection === "hub" && completedAt);
    const read = new Set(states.map(({ stream }) => stream));
    return hub.streams().every(({ name }) => read.has(name));
  };
  const pull = acme.pull.bind(acme);
  vi.spyOn(acme, "pull").mockImplementation(async function* (...request) {
    while (!(await isHubRead())) await new Promise((resolve) => setImmediate(resolve));
    yield* pull(...request);
  });
}

test("the first sync reads what one tracker's texts name in the other, whichever answers first", async () => {
  const clock = () => Date.parse(smallInstant);
  const sandbox = await startSmallSandbox(clock, ending);
  const contract = sandbox.github.people.createIssue("acme/trains", { title: "Sign the contract" });
  const content = [{ type: "text", text: `Depends on acme/trains#${contract.number}` }];
  const description = { type: "doc", version: 1, content: [{ type: "paragraph", content }] };
  sandbox.jira.get("acme")?.people.editIssue("PAY-3", { description });
  const app = await openApp({ connections: sandbox.connections, trainFile: smallTrains, clock }, ending);
  slowDownJira(app);
  const { failures } = await readAll(app, { full: false });
  expect(failures).toEqual([]);
  expect(await storedItems(app.store)).toContainEqual(
    expect.objectContaining({ key: `acme/trains#${contract.number}`, presence: "present" }),
  );
});
