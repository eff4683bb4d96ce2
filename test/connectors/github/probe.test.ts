import { describe, expect, test } from "vitest";
import {
  aConnector,
  failureOf,
  onlyPlannedCalls,
  ownLogin,
  plannedGraph,
  plannedRepo,
  plannedUser,
  wire,
} from "./hub.ts";

onlyPlannedCalls();

describe("the check", () => {
  test("asks who we are and for each repository, no more", async () => {
    plannedUser();
    plannedRepo();
    const { source } = aConnector();
    expect(await source.probe()).toEqual({ account: { id: ownLogin, name: ownLogin }, notes: [] });
    expect(source.requests()).toBe(2);
  });

  test("notes a new name and an archive", async () => {
    plannedUser();
    plannedRepo({ full_name: "acme/public-api", archived: true });
    expect((await aConnector().source.probe()).notes).toEqual([
      "acme/api is now called acme/public-api: write the new name into the train file",
      "acme/api is archived: it can be read but not written to",
    ]);
  });

  test("names the repository that is not there, and the one without issues", async () => {
    plannedUser();
    wire().get("/repos/acme/api").reply(404, { message: "Not Found" });
    const missing = await failureOf(aConnector().source.probe());
    expect(missing).toMatchObject({ code: "not-found", verdict: { kind: "park" } });
    expect(missing.message + missing.remedy).toMatch(/repository acme\/api.*Correct the name acme\/api/);
    plannedUser();
    plannedRepo({ has_issues: false });
    expect((await failureOf(aConnector().source.probe())).message).toBe("Issues are switched off in acme/api (hub).");
  });

  test("names the permission that a 403 names", async () => {
    plannedUser();
    wire().get("/repos/acme/api").reply(403, { message: "Nope" }, { "x-accepted-github-permissions": "metadata=read" });
    expect((await failureOf(aConnector().source.probe())).remedy).toContain("Metadata: read");
  });

  test("a token of an installation is known by its login", async () => {
    wire().get("/user").reply(403, { message: "Resource not accessible by integration" });
    plannedGraph([], { data: { viewer: { login: "signalbox[bot]" } } });
    const { source } = aConnector({ containers: [] });
    expect((await source.probe()).account.id).toBe("signalbox[bot]");
  });

  test("a token that may not even say who it is is refused", async () => {
    wire().get("/user").reply(403, { message: "Nope" });
    plannedGraph([], { errors: [{ type: "FORBIDDEN", message: "Nope" }] });
    expect(await failureOf(aConnector().source.probe())).toMatchObject({ code: "forbidden" });
  });

  test("a team without a repository is a mistake in the train file", async () => {
    plannedUser();
    expect(await failureOf(aConnector({ containers: "all" }).source.probe())).toMatchObject({ code: "config-invalid" });
  });
});
