import { defineConfig } from "prisma/config";

// The schema parser is WebAssembly and the engine's binary is never run, so any executable will do in its place:
// without this, `prisma generate` would try to download one.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
