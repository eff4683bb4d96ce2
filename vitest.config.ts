import { defineConfig } from "vitest/config";

const shared = {
  expect: { requireAssertions: true },
  restoreMocks: true,
  unstubEnvs: true,
  sequence: { shuffle: { tests: true } },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/integration/**"] } },
      {
        test: {
          ...shared,
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
