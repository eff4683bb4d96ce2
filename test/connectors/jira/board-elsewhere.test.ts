import { expect, test } from "vitest";
import { isToMend } from "../../../src/domain/setup/finding.ts";
import { aConnector, onlyPlannedCalls, wire } from "./acme.ts";

onlyPlannedCalls();

/** A board at home in PMO, and the boards that Jira lists for PAY: those whose filter names it. */
async function means(...ofPay: readonly number[]) {
  const board = (id: number) => ({ id, name: "Programme", type: "scrum", location: { projectKey: "PMO" } });
  wire().get("/rest/agile/1.0/board/12").reply(200, board(12));
  wire()
    .get("/rest/agile/1.0/board")
    .query(({ projectKeyOrId }) => projectKeyOrId === "PAY")
    .reply(200, { isLast: true, values: ofPay.map(board) });
  const named = { boards: [{ team: "Checkout", board: 12, projects: ["PAY"] }], targets: [] };
  const findings = await aConnector().setup.names({ ...named, shown: { here: [], elsewhere: false } });
  return findings.filter(isToMend).map((finding) => finding.means);
}

test("a board at home in another project may show the team's project", async () => {
  expect(await means(10, 12)).toEqual([]);
  expect(await means(10)).toEqual(["Checkout: board 12 belongs to project PMO, not to PAY."]);
});
