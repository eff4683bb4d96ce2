import { evaluating } from "../../src/cli/evaluate-context.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { keyRefParts, isKeyRef } from "../../src/domain/ids.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";
import { openApp } from "../support/app.ts";

/** Two Jira sites with a project PAY each; a repository's issue names items of both, and of strangers, by address. */
const ending = new AsyncDisposableStack();
let waits: readonly string[];

const trainFile = smallTrains.replace(
  "    teams:\n",
  "    teams:\n      - { key: beta, name: Beta, from: { jira: beta, project: PAY } }\n",
);

beforeAll(async () => {
  const clock = () => Date.parse(smallInstant);
  const { acme } = smallData.jira;
  if (acme === undefined) throw new Error("the small train has no site acme");
  const repo = smallData.github["acme/api"];
  const said = [
    "Blocked by https://beta.atlassian.net/browse/PAY-2, https://acme.atlassian.net/browse/PAY-3.",
    "Depends on https://beta.atlassian.net/jira/software/projects/PAY/boards/7?selectedIssue=PAY-1",
    "Blocked by https://stranger.atlassian.net/browse/PAY-1",
    "Blocked by https://gitlab.example/acme/api/issues/2",
    "Blocked by https://redirect.github.com/acme/api/issues/3",
    "Blocked by https://beta.atlassian.net/browse/PAY-77",
    "Depends on PAY-1",
  ].join("\n\n");
  const issue = (number: number, body: string) => {
    const at = { created_at: "2026-11-01T08:00:00Z", updated_at: "2026-11-20T08:00:00Z" };
    return { number, title: `Issue ${number}`, body, state: "open", ...at };
  };
  if (repo === undefined) throw new Error("the small train has no repository");
  const issues = [issue(1, said), issue(2, ""), issue(3, "")];
  const github = { ...smallData.github, "acme/api": { ...repo, issues } };
  const data = { ...smallData, jira: { acme, beta: acme }, github, trainFile };
  const sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const place = await openApp({ connections: sandbox.connections, trainFile, clock }, ending);
  await syncAll(place, { full: false });
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  const { view } = await evaluateStored(evaluating(place.store), train, clock());
  waits = view.dependencies
    .filter(({ consumer }) => view.items.get(consumer)?.item.key === "acme/api#1")
    .map(({ provider }) => {
      if (isKeyRef(provider)) return `unreadable ${keyRefParts(provider).key}`;
      const item = view.items.get(provider)?.item;
      return `${item?.connection} ${item?.key}`;
    });
});

afterAll(() => ending.disposeAsync());

test("an address means the item of the site it names, and nobody's item where nobody has the site", () => {
  expect(waits.toSorted()).toEqual([
    "acme PAY-1",
    "acme PAY-3",
    "beta PAY-1",
    "beta PAY-2",
    "hub acme/api#3",
    "unreadable PAY-77",
  ]);
});
