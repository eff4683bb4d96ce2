import { defineConfig } from "vitest/config";

/** The tests that `npm run mutate` tries each mutant on: those of what is pure, without the few that take longer than all others together. */
export default defineConfig({
  test: {
    isolate: false,
    expect: { requireAssertions: true },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    setupFiles: ["test/support/fixed-seed.ts"],
    include: ["test/{domain,ingest,reporting}/**/*.test.ts", "test/connectors/texts/*.test.ts"],
    exclude: [
      "test/connectors/texts/bounds.test.ts",
      "test/domain/conflicts/proposed-steps.test.ts",
      "test/domain/model/train-state.test.ts",
      "test/domain/conflicts/try-step.test.ts",
      "test/reporting/publish-refusals.test.ts",
      "test/reporting/proposal.test.ts",
      "test/reporting/write-interleaved.test.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
