import { describe, expect, test } from "vitest";
import { readApiDescription } from "../../support/openapi.ts";
import { all, rawIssue } from "./acme.ts";
import { aSite, startSite, type StartedSite } from "./sandbox-site.ts";

const platform = readApiDescription("../shared/data/openapi/jira-platform-v3.slice.json");
const software = readApiDescription("../shared/data/openapi/jira-software.slice.json");

/** A whole life: check, read, write, change, look for, read single items. */
async function live(site: StartedSite): Promise<void> {
  const marker = "rollup:payments:PAY";
  const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Story" } as const;
  const item = { key: "PAY-1", nativeId: "10001" };
  const rendered = site.sink.render({ title: "Payments", labels: [], blocks: [], stamp: [] }, marker);
  await site.source.probe();
  for (const stream of site.source.streams()) await all(site.source.pull(stream, null));
  await all(site.source.pull({ name: "issues" }, site.clock()));
  await all(site.source.fetch(["10001"]));
  const issue = await site.sink.createIssue(target, rendered, marker);
  await site.sink.updateIssue(issue, rendered, marker);
  const comment = await site.sink.createComment(item, rendered, marker);
  await site.sink.updateComment(item, comment, { rendered, marker });
  await site.sink.updateComment(item, comment, { rendered, marker: "comment:renamed", carried: marker });
  await site.sink.findIssues(target, marker);
  await site.sink.findComments(item);
  await site.sink.createIssue({ ...target, issueType: "Odd" }, rendered, marker).catch(() => undefined);
}

describe("what we send", () => {
  test.skipIf(platform === null || software === null)(
    "is what the published descriptions ask for (skipped where they are absent)",
    async () => {
      const issues = Array.from({ length: 120 }, (_, n) => rawIssue(n + 1));
      const data = {
        ...aSite(issues),
        boards: [{ id: 9, name: "Checkout", type: "scrum", location: { projectKey: "PAY" } }],
      };
      const site = await startSite({
        data,
        scope: { containers: ["PAY"], jqls: ["project = PAY"], linkTypes: ["Blocks"], versions: true },
      });
      site.site.people.linkElsewhere("PAY-2", { object: { url: "https://example.com", title: "Elsewhere" } });
      for (let n = 0; n < 50; n += 1) site.site.people.editIssue("PAY-1", { summary: `Edit ${n}` });
      await live(site);
      await site.close();
      const problems = site.seen.flatMap((request) => {
        const description = request.path.startsWith("/rest/agile/") ? software : platform;
        return description?.requestProblems(request) ?? [];
      });
      expect([...new Set(problems)]).toEqual([]);
      expect(new Set(site.seen.map(({ method, path }) => `${method} ${path.replaceAll(/\d{2,}/g, "N")}`)).size).toBe(
        20,
      );
    },
  );
});
