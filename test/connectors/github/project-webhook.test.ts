import { describe, expect, test } from "vitest";
import { createGithubReceiver } from "../../../connectors/github/webhook.ts";
import { emptyNotice } from "../../../src/ports/webhook.ts";
import { connection } from "./hub.ts";

const told = {
  action: "edited",
  projects_v2_item: { node_id: "PVTI_1", updated_at: "2026-11-23T10:00:00Z" },
  organization: { login: "Acme" },
  sender: { login: "someone" },
};

function read(payload: object, addresses: readonly string[]) {
  const projects = addresses.map((address) => ({
    address,
    iterationField: null,
    pointsField: null,
    statusField: null,
  }));
  const scope = { containers: [], ...(projects.length === 0 ? {} : { projects }) };
  const receiver = createGithubReceiver(connection, { scope, self: () => null });
  return receiver.read({ event: "projects_v2_item.edited", body: JSON.stringify(payload) });
}

describe("an item of a project", () => {
  test("makes Signalbox read the projects again, if a team names one of its organisation", () => {
    expect(read(told, ["other/1", "acme/5"])).toEqual({
      ...emptyNotice,
      streams: ["projects"],
      at: Date.parse("2026-11-23T10:00:00Z"),
    });
  });

  test.each([[["other/5"]], [[]]])("means nothing if the teams name the projects %j", (addresses) => {
    const reason = "an item of an organisation of which no team names a project";
    expect(read(told, addresses)).toEqual({ ...emptyNotice, kind: "ignored", reason });
  });

  test("means nothing if it only moved", () => {
    expect(read({ ...told, action: "reordered" }, ["acme/5"])).toEqual({
      ...emptyNotice,
      kind: "ignored",
      reason: "nothing is read from the order of a project's items",
    });
  });

  test("is unreadable without its organisation", () => {
    expect(read({ ...told, organization: null }, ["acme/5"])).toMatchObject({ kind: "unreadable" });
  });
});
