import { describe, expect, test } from "vitest";
import { aConnector, anOverview, onlyPlannedCalls, overviewAnswer, plannedGraph } from "./hub.ts";

onlyPlannedCalls();

const targets = [{ system: "github", connection: "hub", repo: "acme/trains" }] as const;
const isPublic = anOverview({ isPrivate: false });
const isPrivate = anOverview({ isPrivate: true });
const names = (shown: { readonly here: readonly string[]; readonly elsewhere: boolean }) =>
  aConnector().setup.names({ targets, boards: [], shown });

describe("a public repository as the place of a rollup", () => {
  const warning = {
    id: "rollup:hub:acme/trains",
    outcome: "warning",
    means:
      "The rollup is written into acme/trains, which is public: everyone can read the titles of all its items, also of items that only your people can see.",
    remedy: "Name a private repository under reports.rollup, unless that is what you want.",
  };

  test("is warned of where teams plan in another tracker as well", async () => {
    plannedGraph([], overviewAnswer(isPublic));
    expect(await names({ here: ["acme/api"], elsewhere: true })).toMatchObject([warning]);
  });

  test("is warned of where a team plans in a private repository", async () => {
    plannedGraph([], overviewAnswer(isPublic));
    plannedGraph([], overviewAnswer(isPublic, isPrivate));
    expect(await names({ here: ["acme/api", "acme/web"], elsewhere: false })).toMatchObject([warning]);
  });

  test("is right where all repositories of the teams are public", async () => {
    plannedGraph([], overviewAnswer(isPublic));
    plannedGraph([], overviewAnswer(isPublic));
    expect(await names({ here: ["acme/api"], elsewhere: false })).toMatchObject([{ outcome: "ok", remedy: null }]);
  });

  test("is not looked for where the repository is private", async () => {
    plannedGraph([], overviewAnswer(isPrivate));
    expect(await names({ here: ["acme/api"], elsewhere: true })).toMatchObject([{ outcome: "ok", remedy: null }]);
  });
});
