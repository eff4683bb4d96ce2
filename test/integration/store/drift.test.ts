import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { describe, expect, it } from "vitest";
import { embeddedDatabase } from "../../../src/store/embedded-database.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { readMigrations } from "../../../src/store/migrations.ts";
import { difference, listOf, readSchema } from "../../../tools/schema-engine.ts";
import { openBareMemory } from "../../support/empty-database.ts";

describe("prisma/schema.prisma and its migrations", () => {
  it("agree", async () => {
    expect(await difference(await readMigrations(), await readSchema(), openBareMemory)).toBeNull();
  });

  it.each([
    ["a column", 'sourceStatus String         @map("source_status")', 'DROP COLUMN "source_status"'],
    ["an index", "@@index([parentId])", 'DROP INDEX "work_item_parent_id_idx"'],
    ["a value of an enum", "  subtask\n", '"work_item_kind"'],
  ])("are told apart when %s is only in the migrations", async (_, line, missing) => {
    const schema = await readSchema();
    expect(schema).toContain(line);
    expect(await difference(await readMigrations(), schema.replace(line, ""), openBareMemory)).toContain(missing);
  });

  it("are told apart when the migrations lack what the schema has", async () => {
    const schema = (await readSchema()).replace(
      "model Snapshot {",
      "model Planted {\n  id Int @id\n}\n\nmodel Snapshot {",
    );
    expect(await difference(await readMigrations(), schema, openBareMemory)).toContain('CREATE TABLE "Planted"');
  });

  it("are told apart when a migration does more than the schema says", async () => {
    const planted = {
      name: "20990101000000_planted",
      script: "alter table train add column x int;",
      checksum: "",
      isBreaking: false,
    };
    const sql = await difference([...(await readMigrations()), planted], await readSchema(), openBareMemory);
    expect(sql).toContain('DROP COLUMN "x"');
  });
});

describe("the history of a database that the store migrated", () => {
  it("is whole in the eyes of Prisma's engine", async () => {
    const pglite = await openBareMemory();
    const migrations = await readMigrations();
    await migrate(embeddedDatabase(pglite, null), migrations);
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(pglite));
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    const diagnosis = await engine.diagnoseMigrationHistory({
      migrationsList: listOf(migrations),
      optInToShadowDatabase: false,
      filters: { externalTables: [], externalEnums: [] },
    });
    expect(diagnosis).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    engine.free();
    await pglite.close();
  });
});
