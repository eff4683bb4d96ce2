import { describe, expect, test } from "vitest";
import { anIssue, body, marker, remote, rendered, target } from "./a-rollup.ts";
import { aConnector, failureOf, onlyPlannedCalls, wire } from "./hub.ts";

onlyPlannedCalls();

describe("labels of a rollup issue", () => {
  const labelled = { ...rendered, labels: ["signalbox", "signalbox-at-risk"] };
  const path = "/repos/acme/trains/issues";
  const refused = "the rollup issue is written without labels: they were refused";

  test("are left out where the account may not make them, and are not tried again", async () => {
    const { sink, logged } = aConnector();
    wire().post(path, { title: rendered.title, body, labels: labelled.labels }).reply(403, { message: "Forbidden" });
    wire().post(path, { title: rendered.title, body }).reply(201, anIssue());
    expect(await sink.createIssue(target, labelled, marker)).toEqual(remote);
    expect(logged).toEqual([[refused, expect.objectContaining({ container: "acme/trains" })]]);
    wire().get(`${path}/3`).reply(200, anIssue());
    expect(await sink.updateIssue(remote, labelled, marker)).toBe("unchanged");
    wire().post(path, { title: rendered.title, body }).reply(201, anIssue());
    await sink.createIssue(target, labelled, marker);
  });

  test.each([
    ["without the permission", 403, { message: "Forbidden" }],
    [
      "that the account may not create",
      422,
      { message: "Validation Failed", errors: [{ field: "name", code: "invalid" }] },
    ],
    [
      "with too long a name",
      422,
      { message: "Validation Failed", errors: ["name is too long (maximum is 50 characters)"] },
    ],
  ])("%s do not hold back the text, and are reported", async (_, status, says) => {
    const { sink, logged } = aConnector();
    wire()
      .get(`${path}/3`)
      .reply(200, anIssue({ title: "old" }));
    wire().patch(`${path}/3`, { title: rendered.title, body }).reply(200, anIssue());
    wire().post(`${path}/3/labels`, { labels: labelled.labels }).reply(status, says);
    expect(await sink.updateIssue(remote, labelled, marker)).toBe("updated");
    const said = expect.stringContaining(says.message);
    expect(logged).toEqual([[refused, expect.objectContaining({ container: "acme/trains", said })]]);
  });

  test("that GitHub does not take in a new issue are left out, and named with where they are given", async () => {
    const { sink, logged } = aConnector();
    const given = { ...target, labels: ["x".repeat(51)] };
    wire()
      .post(path)
      .reply(422, { message: "Validation Failed", errors: [{ field: "name", code: "invalid" }] });
    wire().post(path, { title: rendered.title, body }).reply(201, anIssue());
    expect(await sink.createIssue(given, labelled, marker)).toEqual(remote);
    const remedy = expect.stringContaining("correct `labels` under reports.rollup");
    expect(logged).toEqual([[refused, expect.objectContaining({ remedy })]]);
  });

  test("are changed one by one; one that is gone already is no trouble", async () => {
    const { sink } = aConnector();
    const labels = [{ name: "SIGNALBOX" }, { name: "signalbox-on-track" }, { name: "signalbox-old" }, { name: "mine" }];
    wire().get(`${path}/3`).reply(200, anIssue({ labels }));
    wire()
      .post(`${path}/3/labels`, { labels: ["signalbox-at-risk"] })
      .reply(200, []);
    wire().delete(`${path}/3/labels/signalbox-on-track`).reply(404, { message: "Label does not exist" });
    wire().delete(`${path}/3/labels/signalbox-old`).reply(200, []);
    expect(await sink.updateIssue(remote, labelled, marker)).toBe("updated");
  });

  test("that fail for another reason are a failure", async () => {
    wire().get(`${path}/3`).reply(200, anIssue());
    wire().post(`${path}/3/labels`).reply(502, "Bad Gateway");
    expect(await failureOf(aConnector().sink.updateIssue(remote, labelled, marker))).toMatchObject({
      code: "tracker-unavailable",
    });
    wire().post(path).times(2).reply(422, { message: "Validation Failed" });
    expect(await failureOf(aConnector().sink.createIssue(target, labelled, marker))).toMatchObject({
      code: "request-refused",
    });
  });
});
