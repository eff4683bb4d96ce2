import { describe, expect, it } from "vitest";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMigrations } from "../../src/store/migrations.ts";
import { unmarked } from "../../tools/unmarked.ts";

describe("the migrations of this version", () => {
  it("are named by time and purpose, oldest first, each with its own checksum", async () => {
    const migrations = await readMigrations();
    const names = migrations.map(({ name }) => name);
    expect(names).not.toEqual([]);
    expect(names).toEqual(names.toSorted());
    for (const { name, script, checksum } of migrations) {
      expect(name).toMatch(/^\d{14}_[a-z][a-z0-9_]*$/u);
      expect(script).not.toBe("");
      expect(checksum).toMatch(/^[0-9a-f]{64}$/u);
    }
    expect(new Set(migrations.map(({ checksum }) => checksum)).size).toBe(migrations.length);
  });
});

describe("a migration is breaking by its first line", () => {
  it.each([
    ["-- breaking\ndrop table a;", true],
    ["-- breaking: older ones would write into it\ndrop table a;", true],
    ["drop table a;\n-- breaking", false],
    ["-- breaking news\nselect 1;", false],
    ["select 1; -- breaking\nselect 2;", false],
    ["", false],
  ])("%s: %s", async (script, isBreaking) => {
    const folder = await mkdtemp(join(tmpdir(), "migrations-"));
    try {
      await mkdir(join(folder, "20990101000000_one"));
      await writeFile(join(folder, "20990101000000_one", "migration.sql"), script);
      // As a person's or Prisma's own.
      await writeFile(join(folder, "migration_lock.toml"), "");
      expect(await readMigrations(folder)).toMatchObject([{ isBreaking }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("what takes something away from earlier versions", () => {
  const found = (script: string, isBreaking = false) =>
    unmarked([{ name: "20990101000000_one", script, isBreaking, checksum: "" }]).length === 1;

  it.each([
    "DROP TABLE a;",
    'ALTER TABLE "a" DROP COLUMN "b";',
    'ALTER TABLE "a" RENAME COLUMN "b" TO "c";',
    'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;',
    'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE text;',
    'ALTER TABLE "a" ADD COLUMN "b" text DEFAULT 1, ADD COLUMN "c" text NOT NULL;',
  ])("%s must be marked", (script) => {
    expect(found(script)).toBe(true);
    expect(found(script, true)).toBe(false);
  });

  it.each([
    'ALTER TABLE "a" ADD COLUMN "b" text;',
    'ALTER TABLE "a" ADD COLUMN "b" text NOT NULL DEFAULT 1;',
    "-- drop table a\nselect 1;",
    "CREATE INDEX b ON a (c);",
  ])("%s need not", (script) => {
    expect(found(script)).toBe(false);
  });

  it("is marked in every migration of this version", async () => {
    expect(unmarked(await readMigrations())).toEqual([]);
  });
});
