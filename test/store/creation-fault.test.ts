import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { creationFault } from "../../src/store/creation-fault.ts";
import { useFolder } from "../support/home.ts";

const inFolder = useFolder();

function refusal(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error("refused"), { code }));
}

test("nothing keeps a database from a folder that may be written, whether it exists or not", async () => {
  const home = await inFolder("home");
  await mkdir(home);
  expect(await creationFault(home)).toBeNull();
  expect(await creationFault(join(home, "not/yet"))).toBeNull();
});

test.each([
  ["EACCES", "the user who runs it may not write to"],
  ["EROFS", "takes no writes"],
])("the nearest folder that exists is named where it cannot be written (%s)", async (code, says) => {
  const home = await inFolder("closed");
  await mkdir(home, { recursive: true });
  const data = join(home, "not/yet");
  const failure = await creationFault(data, refusal(code));
  expect(failure).toMatchObject({
    code: "database-unavailable",
    message: expect.stringContaining(`its database in ${data}: `),
    remedy: expect.stringContaining("SIGNALBOX_DATA"),
  });
  expect(failure?.message).toMatch(new RegExp(`${says}.*\\.$`, "u"));
  expect(failure?.message).toContain(home);
});

test("a file in the place of a folder is named", async () => {
  const file = await inFolder("a-file");
  await writeFile(file, "");
  expect((await creationFault(join(file, "data")))?.message).toContain(`${file} is no folder`);
});
