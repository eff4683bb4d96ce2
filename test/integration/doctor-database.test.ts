import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { readEnvironment } from "../../config/settings.ts";
import { rowsOf } from "../support/direct-query.ts";
import { asPlanted, firstToMend, useDoctorWorld, type Planted } from "../support/doctor-world.ts";
import { makeHome } from "../support/empty-database.ts";
import { liveIn, useFolder } from "../support/home.ts";
import { signalbox } from "../support/terminal.ts";

const world = useDoctorWorld();
const inFolder = useFolder();

function databaseUrl(change: (url: URL) => void): void {
  const url = new URL(readEnvironment(process.cwd())["DATABASE_URL"] ?? "");
  change(url);
  vi.stubEnv("DATABASE_URL", url.href);
}

const planted: readonly Planted[] = [
  {
    name: "a database that is down",
    plant: () =>
      databaseUrl((url) => {
        url.port = "9";
      }),
    first: "database",
    says: /cannot be reached/u,
  },
  {
    name: "a wrong password of the database",
    plant: () =>
      databaseUrl((url) => {
        url.password = "hunter2";
      }),
    first: "database",
    says: /refused the login/u,
  },
  {
    name: "a database that does not exist",
    plant: () =>
      databaseUrl((url) => {
        url.pathname = "/nowhere";
      }),
    first: "database",
    says: /PostgreSQL has no database/u,
  },
  {
    name: "an address of the database that is none",
    plant: () => {
      vi.stubEnv("DATABASE_URL", "mysql://root:hunter2@localhost/signalbox");
    },
    first: "train-file:DATABASE_URL:",
    says: /DATABASE_URL: expected an address/u,
  },
  {
    name: "a database of an earlier version",
    plant: () =>
      rowsOf(`delete from _prisma_migrations where migration_name =
        (select max(migration_name) from _prisma_migrations)`),
    first: "database:pending",
    says: /1 migration is to be applied/u,
  },
  {
    name: "a database of a later version",
    plant: () =>
      rowsOf(`insert into _prisma_migrations (id, checksum, finished_at, migration_name)
        values ('x', 'x', now(), '99990101000000_later')`),
    first: "database:newer",
    says: /99990101000000_later/u,
  },
  {
    name: "a database that held a demo",
    plant: () => rowsOf("update installation set purpose = 'demo'"),
    first: "database:purpose",
    says: /once held, a demo/u,
  },
  {
    name: "a user of the database without rights",
    plant: async () => {
      await rowsOf(`do $$ begin
        if not exists (select from pg_roles where rolname = 'reader') then
          create role reader login password 'hunter2' in role pg_read_all_data;
        end if; end $$`);
      databaseUrl((url) => {
        url.username = "reader";
        url.password = "hunter2";
      });
    },
    first: "database:owner",
    says: /belong to another user/u,
  },
];

test.each(planted)("$name is the first to mend", async (one) => {
  await using ending = new AsyncDisposableStack();
  expect(await firstToMend(world(), one, ending)).toEqual(asPlanted(one));
});

test("without a database doctor says how to begin, and creates none", async () => {
  const home = await inFolder("empty");
  liveIn(home);
  const { findings, first } = await world().examine();
  expect(first).toBeNull();
  const untried = findings.filter(({ outcome }) => outcome === "not-tried");
  expect(untried.map(({ id, remedy }) => [id, remedy])).toEqual([
    ["database", "`signalbox sync` creates it."],
    ["teams", "Run `signalbox sync`, then `signalbox doctor` again."],
  ]);
  expect((await signalbox("report")).stderr).toContain("There is no Signalbox database");
});

test("a place where no embedded database can be created is to mend, with what to do", async () => {
  const file = await inFolder("a-file");
  await writeFile(file, "");
  liveIn(join(file, "data"));
  const { findings, first } = await world().examine();
  expect(first).toBe("database");
  expect(findings.find(({ id }) => id === "database")).toMatchObject({
    outcome: "blocks",
    means: `Signalbox cannot create its database in ${join(file, "data")}: ${file} is no folder.`,
    remedy: expect.stringContaining("SIGNALBOX_DATA"),
  });
});

test("an embedded database has a disk, and nothing was read into it yet", async () => {
  const home = await inFolder("home");
  await makeHome(home);
  liveIn(home);
  const { findings, first } = await world().examine();
  expect(first).toBeNull();
  expect(findings.find(({ id }) => id === "source:small:acme")?.means).toBe("acme was never read to the end yet.");
  expect(findings.find(({ id }) => id === "disk")?.means).toMatch(/^\d+ MB are free there\.$/u);
  expect(findings.find(({ id }) => id === "teams:small")?.outcome).toBe("not-tried");
});
