import type { TestProject } from "vitest/node";
import { readEnvironment } from "../../config/settings.ts";
import { startPostgresServer } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a PostgreSQL whose user may create databases. */
    readonly postgres?: string;
  }
}

/** One server for all test files: to start one takes longer than most files take. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = readEnvironment(process.cwd())["TEST_DATABASE_URL"] ?? "";
  if (given !== "") return () => Promise.resolve();
  const server = await startPostgresServer();
  provide("postgres", server.url("postgres"));
  return () => server.stop();
}
