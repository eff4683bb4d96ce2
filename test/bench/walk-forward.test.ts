import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { benchForecast } from "../../bench/forecast.ts";
import { benchHindsight } from "../../bench/hindsight.ts";
import { randomFrom } from "../../src/domain/forecast/random.ts";

const dayMs = 86_400_000;
const begins = Date.UTC(2024, 0, 1);
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const trainFile = `
trains:
  - key: payments
    name: Payments
    timeZone: UTC
    increments: [{ key: "1", iterations: [{ key: "1", starts: 2024-01-01, ends: 2024-01-15 }] }]
    teams:
      - { key: core, name: Core, from: { jira: acme, sprintName: "Core$" } }
      - { key: rest, name: Rest, from: { jira: acme, project: PAY } }
    dependencies: { jiraLinkTypes: [{ name: Blocks, means: source-blocks-target }] }
    reports: { rollup: [{ jira: acme, project: PAY, issueType: Task }] }
`;

/** An export of 26 sprints with twelve items each; `closedOf` changes when an item was closed. */
function exportOf(closedOf: (closedAt: number) => number | null): string {
  const random = randomFrom("export");
  const folder = mkdtempSync(join(tmpdir(), "signalbox-past-"));
  folders.push(folder);
  mkdirSync(join(folder, "jira/acme"), { recursive: true });
  const iso = (at: number) => new Date(at).toISOString();
  const lines = Array.from({ length: 312 }, (_, place) => {
    const sprint = Math.floor(place / 12);
    const startsAt = begins + sprint * 14 * dayMs;
    const created = startsAt - random() * 40 * dayMs;
    const closedAt = closedOf(startsAt + (0.05 + 1.2 * random()) * 14 * dayMs);
    const isDone = closedAt !== null;
    const inSprint = place % 4 !== 0;
    const box = { id: sprint + 1, name: `Sprint ${sprint} Core`, state: "closed", boardId: 1 };
    return JSON.stringify({
      id: String(place + 1),
      key: `PAY-${place + 1}`,
      fields: {
        summary: "A thing",
        issuetype: { id: "1", name: "Story", subtask: false, hierarchyLevel: 0 },
        project: { id: "10", key: "PAY", name: "Pay" },
        status: isDone
          ? { id: "2", name: "Done", statusCategory: { id: 3, key: "done", name: "Done" } }
          : { id: "1", name: "Open", statusCategory: { id: 2, key: "new", name: "To Do" } },
        resolution: isDone ? { id: "1", name: "Done" } : null,
        resolutiondate: isDone ? iso(closedAt) : null,
        created: iso(created),
        updated: iso(closedAt ?? created),
        labels: [],
        components: [],
        issuelinks: [],
        customfield_1: inSprint ? [{ ...box, startDate: iso(startsAt), endDate: iso(startsAt + 13 * dayMs) }] : null,
      },
    });
  });
  writeFileSync(join(folder, "jira/acme/issues.ndjson"), lines.join("\n"));
  const sprintField = {
    id: "customfield_1",
    name: "Sprint",
    schema: { custom: "com.pyxis.greenhopper.jira:gh-sprint" },
  };
  writeFileSync(join(folder, "jira/acme/fields.json"), JSON.stringify([sprintField]));
  writeFileSync(join(folder, "signalbox.yaml"), trainFile);
  return folder;
}

describe("benchmarks that walk through an export's past", () => {
  beforeEach(() => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  const whole = exportOf((closedAt) => closedAt);

  test("forecast: all methods judge the same cases, with every figure", async () => {
    const { horizons, refused, from } = await benchForecast(["--data", whole, "--from", "2024-06-01"]);
    expect(from).toBe("2024-06-01");
    expect(Object.keys(horizons)).toEqual(["14", "42", "84"]);
    for (const { methods, skill } of Object.values(horizons)) {
      expect(Object.keys(methods)).toEqual(["signalbox", "uniform-30", "uniform-90", "blocks-14"]);
      const counts = Object.values(methods).map(({ n }) => n);
      expect(new Set(counts).size).toBe(1);
      expect(counts[0]).toBeGreaterThan(10);
      expect(Math.abs(skill)).toBeLessThan(1);
    }
    expect(refused).toEqual({});
  });

  test("hindsight: slips have figures, and coefficients by name", async () => {
    const { slips } = await benchHindsight(["--data", whole, "--from", "2024-06-01", "--to", "2024-12-01"]);
    expect(slips.n).toBeGreaterThan(50);
    expect(slips.auc).toBeGreaterThan(0);
    expect(slips.ece).toBeLessThan(0.5);
    expect(slips.coefficients.map(({ column }) => column)).toContain("age in days, log(1 + n)");
  });

  test("hindsight: what is closed after an instant changes nothing before it", async () => {
    const instant = Date.UTC(2024, 9, 1);
    const cut = exportOf((closedAt) => (closedAt > instant ? null : closedAt));
    const { slips } = await benchHindsight(["--data", whole, "--to", "2024-10-01"]);
    const { slips: known } = await benchHindsight(["--data", cut, "--to", "2024-10-01"]);
    expect(slips.n).toBeGreaterThan(20);
    expect({ ...slips, ridge: null, coefficients: [] }).toEqual({ ...known, ridge: null, coefficients: [] });
  });

  test("need a folder, and a day that exists", async () => {
    await expect(benchForecast([])).rejects.toThrow("usage: npm run bench -- forecast --data DIR");
    await expect(benchHindsight([])).rejects.toThrow("usage: npm run bench -- hindsight --data DIR");
    await expect(benchForecast(["--data", whole, "--from", "June"])).rejects.toThrow("June is not a day");
  });
});
