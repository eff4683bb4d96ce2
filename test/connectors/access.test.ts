import { describe, expect, test } from "vitest";
import * as hub from "./github/hub.ts";
import * as acme from "./jira/acme.ts";

hub.onlyPlannedCalls();

describe("GitHub gives access", () => {
  const issues = { issues: { totalCount: 3 } };
  const hidden = (alias: string, type = "NOT_FOUND") => ({ type, message: "Nope", path: [alias] });
  const ask = (answer: object, containers = ["acme/api", "acme/web"]) => {
    hub.plannedGraph([], answer);
    return hub.aConnector({ containers }).source.checkAccess();
  };

  test("as long as the issues of one repository are shown, whatever is hidden beside", async () => {
    const answers = [
      { data: { r0: issues, r1: issues } },
      { data: { r0: null, r1: issues }, errors: [hidden("r0")] },
      { data: { r0: { issues: null }, r1: issues }, errors: [{ ...hidden("r0"), path: ["r0", "issues"] }] },
    ];
    for (const answer of answers) await expect(ask(answer)).resolves.toBeUndefined();
  });

  test.each([
    ["not-found", { r0: null, r1: null }, [hidden("r0"), hidden("r1")]],
    [
      "forbidden",
      { r0: { issues: null }, r1: null },
      [{ ...hidden("r0", "FORBIDDEN"), path: ["r0", "issues"] }, hidden("r1")],
    ],
  ])("no more where none is shown (%s)", async (code, data, errors) => {
    expect(await hub.failureOf(ask({ data, errors }))).toMatchObject({ code, verdict: { kind: "park" } });
  });

  test("no more where it refuses the call, however many repositories there are", async () => {
    hub.wire().post("/graphql").reply(403, { message: "IP allow list" });
    const containers = Array.from({ length: 90 }, (_, n) => `acme/r${n}`);
    const { source } = hub.aConnector({ containers });
    const failure = await hub.failureOf(source.checkAccess());
    expect(failure).toMatchObject({ code: "forbidden" });
    expect(failure.remedy).toContain("IP allow list");
    expect(source.requests()).toBe(1);
  });
});

describe("Jira gives access", () => {
  const projects = () => acme.wire().get("/rest/api/3/project/search").query({ maxResults: 1, keys: "PAY" });
  const probed = async () => {
    acme.plannedProbe();
    const { source } = acme.aConnector();
    await source.probe();
    return source;
  };

  test("as long as one of its projects is shown", async () => {
    const source = await probed();
    projects().reply(200, { isLast: true, total: 1, values: [{ id: "1", key: "PAY" }] });
    await source.checkAccess();
    expect(source.requests()).toBe(4);
  });

  test("no more where none is shown", async () => {
    const source = await probed();
    projects().reply(200, { isLast: true, total: 0, values: [] });
    expect(await acme.failureOf(source.checkAccess())).toMatchObject({ code: "forbidden", verdict: { kind: "park" } });
  });

  test("no more where it refuses the call", async () => {
    const source = await probed();
    projects().reply(403, { errorMessages: ["The IP address has been rejected"] });
    expect((await acme.failureOf(source.checkAccess())).remedy).toContain("lets our address in");
  });
});
