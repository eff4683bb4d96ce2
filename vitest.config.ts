import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const shared = {
  // Most of what the tests make is gone at once: with room for it, and one thread that clears it away, they take a fifth less of the
  // machine's time. Each database in memory counts as 128 MB: by default V8 clears everything away for each command that opens one.
  // A worker runs long enough for the engine's hottest functions to be worth optimising.
  execArgv: [
    "--min-semi-space-size=32",
    "--max-semi-space-size=32",
    "--single-threaded-gc",
    "--no-incremental-marking",
    "--external-memory-accounted-in-global-limit",
    "--wasm-tiering-budget=40000000",
  ],
  // The test files of a worker share the modules they load, which takes a third off the unit tests: no test may leave a module changed.
  isolate: false,
  // Node loads the sources itself, as it does in production: Vite's own loading takes a twentieth longer.
  experimental: { viteModuleRunner: false },
  // By default a second, which a busy machine may take.
  expect: { requireAssertions: true, poll: { timeout: 60_000 } },
  // Compile cache for the processes that tests start.
  env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/signalbox/modules", import.meta.url)) },
  restoreMocks: true,
  unstubEnvs: true,
  unstubGlobals: true,
  sequence: { shuffle: { tests: true } },
  // Ends tests that hang; long enough for a busy machine.
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** Every line and branch: what is pure has no excuse. */
const whole = { lines: 100, branches: 100, functions: 100, statements: 100 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/integration/**"],
          globalSetup: ["test/support/files-in-memory.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: ["test/support/files-in-memory.ts", "test/support/one-postgres.ts"],
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "connectors/**/*.ts", "config/**/*.ts"],
      // Processes whose parts other tests cover.
      exclude: ["src/main.ts", "config/generate-json-schema.ts"],
      reporter: ["text", "html"],
      thresholds: {
        lines: 90,
        branches: 85,
        "src/domain/**": whole,
        "src/ingest/**": whole,
        "src/reporting/**": whole,
      },
    },
  },
});
