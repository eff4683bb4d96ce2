import { describe, expect, it } from "vitest";
import { readMigrations } from "../../src/store/migrations.ts";

describe("the migrations of this version", () => {
  it("are named by time and purpose, oldest first, each with its own checksum", async () => {
    const migrations = await readMigrations();
    const names = migrations.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    for (const { name, script, checksum } of migrations) {
      expect(name).toMatch(/^\d{14}_[a-z][a-z0-9_]*$/u);
      expect(script).not.toBe("");
      expect(checksum).toMatch(/^[0-9a-f]{64}$/u);
    }
    expect(new Set(migrations.map(({ checksum }) => checksum)).size).toBe(migrations.length);
  });
});
