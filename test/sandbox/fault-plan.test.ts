import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { fault } from "../../sandbox/faults/fault.ts";
import { deliveryFault } from "../../sandbox/faults/delivery-fault.ts";
import { faultPlan } from "../../sandbox/faults/plan.ts";

const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("**Faults in the stand-ins.**"), page.indexOf("A database is for a demo"));

test("the plan of faults in docs/operations.md is one that --faults takes", () => {
  const example: unknown = parse(section.match(/```yaml\n([^`]+)```/u)?.[1] ?? "");
  expect(faultPlan.parse(example)).toMatchObject({
    requests: [{ tracker: "jira", faults: [{ kind: "server-error" }, { kind: "no-answer" }] }],
    webhooks: [{ at: [2], faults: [{ kind: "repeated" }] }],
  });
});

test("every kind of fault stands in docs/operations.md", () => {
  const kinds = [...fault.options, ...deliveryFault.options].map(({ shape }) => shape.kind.value);
  expect(kinds.length).toBeGreaterThan(10);
  expect(kinds.filter((kind) => !section.includes(`\`${kind}\``))).toEqual([]);
});

test("a pattern that cannot be used is a problem of the plan, told where it stands", () => {
  const planned = (path: string) =>
    faultPlan.safeParse({
      requests: [{ tracker: "jira", path, at: [1], faults: [{ kind: "server-error", status: 503 }] }],
    });
  expect(planned("^/rest/(api|agile)/").error).toBeUndefined();
  expect(planned("^/rest/(?!agile)").error?.issues).toMatchObject([
    { path: ["requests", 0, "path"], message: expect.stringContaining("look-around ((?!)") as string },
  ]);
});
