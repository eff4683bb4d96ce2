import { expect, test } from "vitest";
import { aConnector, onlyPlannedCalls, wire } from "./acme.ts";

onlyPlannedCalls();

const marker = "comment:payments:10001";
const item = { key: "PAY-1", nativeId: "10001" };
const remote = { remoteId: "2", key: "PAY-1", url: "https://acme.atlassian.net/browse/PAY-1" };
const document = { title: "T", labels: [], blocks: [], stamp: [] };
const role = { type: "role", value: "Developers" };

const kinds = [
  { kind: "Cloud", api: "/rest/api/3", from: {}, bodyOf: (text: string): unknown => JSON.parse(text) },
  { kind: "Data Center", api: "/rest/api/2", from: { account: null }, bodyOf: (text: string): unknown => text },
];

test.each(kinds)("a comment that people restricted to a role stays so when it changes: $kind", async (site) => {
  const { sink } = aConnector({}, site.from);
  const rendered = sink.render(document, marker);
  const sent: unknown[] = [];
  for (const visibility of [role, undefined]) {
    const posted = { id: "2", author: { accountId: "me" }, body: site.bodyOf(rendered.body), visibility };
    wire().get(`${site.api}/issue/10001/comment/2`).query(true).reply(200, posted);
    wire()
      .put(`${site.api}/issue/10001/comment/2`, (body) => sent.push(body) > 0)
      .query(true)
      .reply(200, { id: "2" });
    expect(await sink.updateComment(item, remote, { rendered, marker })).toBe("updated");
  }
  expect(sent).toMatchObject([{ visibility: role }, {}]);
  expect(sent[1]).not.toHaveProperty("visibility");
});
