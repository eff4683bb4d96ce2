import { expect, test } from "vitest";
import { all, rawIssue } from "../acme.ts";
import { aSite, startSite } from "../sandbox-site.ts";
import { operationOf, problemsOf } from "./description.ts";

const marker = "rollup:payments:PAY";
const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Story" } as const;
const item = { key: "PAY-1", nativeId: "10001" };

test("every request is one of the published description, with its parameters", async () => {
  const data = { ...aSite(), boards: [{ id: 9, name: "Checkout", type: "scrum", location: { projectKey: "PAY" } }] };
  const scope = { containers: ["PAY"], jqls: ["project = PAY"], linkTypes: ["Blocks"], versions: true };
  const site = await startSite({ data, dataCenter: "10.3.5", scope, connection: { webhookPath: "p".repeat(24) } });
  const rendered = site.sink.render({ title: "Payments", labels: [], blocks: [], stamp: [] }, marker);
  site.site.people.linkElsewhere("PAY-2", { object: { url: "https://example.com", title: "Elsewhere" } });
  await site.source.probe();
  for (const stream of site.source.streams()) await all(site.source.pull(stream, null));
  await all(site.source.fetch(["10001"]));
  const issue = await site.sink.createIssue(target, rendered, marker);
  await site.sink.updateIssue(issue, rendered, marker);
  const comment = await site.sink.createComment(item, rendered, marker);
  await site.sink.updateComment(item, comment, { rendered, marker });
  await site.sink.updateComment(item, comment, { rendered, marker: "comment:renamed", carried: marker });
  expect(await site.sink.findIssues(target, marker)).toEqual([issue]);
  expect(await site.sink.findComments(item)).toMatchObject([{ remoteId: comment.remoteId, marker: "comment:renamed" }]);
  await site.sink.createIssue({ ...target, fields: { Reviewer: "Mia" } }, rendered, marker).catch(() => undefined);
  await site.setup.names({
    boards: [{ team: "Checkout", board: 9, projects: ["PAY"] }],
    targets: [target],
    shown: { here: [], elsewhere: false },
  });
  await site.hooks.install("https://signalbox.example.com/webhooks/acme");
  await site.close();
  expect([...new Set(site.seen.flatMap(problemsOf))]).toEqual([]);
  expect(new Set(site.seen.map(operationOf)).size).toBe(25);
});

test("people are named by user name, texts are markup", async () => {
  const data = {
    ...aSite([rawIssue(1, { reporter: { accountId: "a1", displayName: "Mia K", emailAddress: "mia@acme.example" } })]),
    fields: [
      ...aSite().fields,
      { id: "customfield_9", name: "Reviewer", custom: true, schema: { type: "user", custom: "x:userpicker" } },
      { id: "customfield_8", name: "Notes", custom: true, schema: { type: "string", custom: "x:textarea" } },
    ],
  };
  const site = await startSite({ data, dataCenter: "9.12.4", scope: { containers: ["PAY"] } });
  const rendered = site.sink.render({ title: "Payments", labels: [], blocks: [], stamp: [] }, marker);
  await site.sink.createIssue({ ...target, fields: { Reviewer: "mia k", Notes: "See [x]" } }, rendered, marker);
  await site.close();
  const created = site.seen.find(({ method, path }) => method === "POST" && path.endsWith("/issue"));
  expect(created?.body).toMatchObject({
    fields: { customfield_9: { name: "mia" }, customfield_8: String.raw`See \[x\]`, summary: "Payments" },
  });
});
