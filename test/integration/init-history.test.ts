import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { benchInit } from "../../bench/init.ts";

const real = "../shared/data/history/titanium-2012-2016";

/** It reads 24,000 issues twice, on a machine that may be busy (ms). */
const timeout = 400_000;

test.skipIf(!existsSync(real))(
  "init proposes a real tracker's teams, iterations and directions without its train file (needs ../shared/data)",
  { timeout },
  async () => {
    const { teamsRight, iterationsRight, directionsRight } = await benchInit([]);
    expect(teamsRight).toBeGreaterThanOrEqual(0.9);
    expect(iterationsRight).toBeGreaterThanOrEqual(0.95);
    expect(directionsRight).toBe(1);
  },
);
