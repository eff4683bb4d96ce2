import { expect, test } from "vitest";
import { useDoctorWorld } from "../support/doctor-world.ts";

const world = useDoctorWorld();

test("a sound set-up has nothing to mend", async () => {
  const { findings, first, blocks } = await world().examine();
  expect(findings.filter(({ outcome }) => outcome === "warning" || outcome === "blocks")).toEqual([]);
  expect({ first, blocks }).toEqual({ first: null, blocks: false });
  const { code, stdout } = await world().doctor();
  console.log(stdout);
  expect(code).toBe(0);
  expect(stdout).toContain("Nothing to mend.");
});
