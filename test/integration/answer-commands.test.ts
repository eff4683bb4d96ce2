import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { openStore } from "../../src/store/open.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { signalbox } from "../support/terminal.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const { world, home } = useSmallWorld("postgres");
const items = ["PAY-1", "PAY-2", "acme/api#1"].map((key) => ({ key }));

let file = "";

beforeEach(async () => {
  file = await world().trainFile();
});

/** Its output; it has to end well. */
async function run(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world().command(...argv);
  expect(code, stderr).toBe(0);
  return stdout;
}

const apply = () => run("apply", "--config", file);
const comments = () => items.flatMap((item) => new TrackerHands(world().sandbox).written(item));

const Rows = z.array(z.object({ id: z.string().optional(), severity: z.string(), answer: z.unknown() }));

/** The gravest conflict as `conflicts` lists it. */
async function gravest() {
  const rows = Rows.parse(JSON.parse(await run("conflicts", "small", "--json")));
  const row = rows.find(({ severity }) => severity === "conflict");
  if (row?.id === undefined) throw new Error("no conflict");
  return { id: row.id, answer: row.answer };
}

async function answersKept() {
  const store = await openStore({ databaseUrl: home(), dataDir: "" });
  const records = await store.conflicts("small");
  await store.close();
  return records.flatMap(({ answer }) => answer ?? []);
}

describe("what people say of a conflict", () => {
  test("acknowledged: no comment begins, until they take it back", async () => {
    const { id, answer } = await gravest();
    expect(answer).toBeNull();
    const said = await run("acknowledge", "small", id, "--by", "Ann  B.", "--note", " we ship\nwithout it ");
    expect(said).toMatch(
      /^Acknowledged by Ann B\. on \d+ \w+ \d{4} \(“we ship without it”\): PAY-1 .*\nSignalbox begins no comment/u,
    );
    expect(said).toContain(`\`signalbox remind small ${id}\` takes this back.`);
    await run("start", "small", "--with-standing");
    expect(await apply()).toContain("PAY-1 waits: people acknowledged or snoozed its conflict");
    expect(comments()).toEqual([]);
    expect(await run("report", "small")).toContain("Acknowledged by Ann B");
    expect(await gravest()).toMatchObject({ id, answer: { kind: "acknowledged", by: "Ann B." } });
    expect(await run("remind", "small", id)).toMatch(/^Not acknowledged or snoozed: PAY-1 .*\nSignalbox reports it/u);
    await apply();
    expect(comments()).toHaveLength(1);
  });

  test("snoozed until a day, by the account that runs the command", async () => {
    const { id } = await gravest();
    const said: unknown = JSON.parse(await run("snooze", "small", id.slice(0, 5), "--until", "2999-01-07", "--json"));
    expect(said).toMatchObject({
      train: "small",
      id,
      answer: { kind: "snoozed", by: expect.stringMatching(/./u) as string, until: "2999-01-07T00:00:00.000Z" },
    });
    expect(await answersKept()).toMatchObject([{ kind: "snoozed", until: Date.UTC(2999, 0, 7) }]);
    expect(await run("conflicts", "small")).toMatch(/Snoozed by .+ until 7 Jan 2999/u);
    await run("remind", "small", id);
    expect(await answersKept()).toEqual([]);
  });

  test.each([
    [
      ["acknowledge", "small", "zzzzzz"],
      2,
      /The train small has no open conflict "zzzzzz"\.\n {2}`signalbox conflicts small`/u,
    ],
    [["snooze", "small", "ID", "--until", "2020-01-01"], 2, /2020-01-01 is no day after today/u],
    [["snooze", "small", "ID", "--until", "soon"], 2, /soon is no day after today/u],
    [["snooze", "small", "ID"], 2, /required option '--until <day>'/u],
    [["acknowledge", "small", "ID", "--note", " "], 2, /one line of up to 200 characters/u],
    [["acknowledge", "smal", "ID"], 2, /There is no train "smal"/u],
  ] as const)("%j is refused", async (argv, code, why) => {
    const { id } = await gravest();
    const refused = await signalbox(...argv.map((part) => (part === "ID" ? id : part)));
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code, stdout: "" });
    expect(refused.stderr).toMatch(why);
    expect(await answersKept()).toEqual([]);
  });
});
