import { chmod, lstat, mkdir, open, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import { writeAnswers } from "../../src/setup/answers-file.ts";
import { addToEnvFile } from "../../src/setup/env-file.ts";
import { createFile, replaceFile, writingFile } from "../../src/setup/writing-file.ts";
import { useFolder } from "../support/home.ts";

const inFolder = useFolder();

test.each([
  [".env", (path: string) => addToEnvFile(path, [{ name: "NEW", value: "2" }])],
  ["answers", (path: string) => writeAnswers(path, {})],
])("a folder in place of %s is named", async (name, write) => {
  const path = await inFolder(name);
  await mkdir(path, { recursive: true });
  await expect(write(path)).rejects.toMatchObject({
    code: "config-invalid",
    message: expect.stringMatching(`^Signalbox cannot write ${path} \\(EISDIR: `),
  });
});

test("a link that leads nowhere is named", async () => {
  const path = await inFolder("link");
  await symlink("nowhere", path);
  await expect(writingFile(path, () => createFile(path, ""))).rejects.toMatchObject({
    message: expect.stringContaining("EEXIST"),
    remedy: "Let this user write there, or name another place.",
  });
});

test("a full disk is no wrong configuration", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  await expect(writingFile("signalbox.yaml", () => Promise.reject(full))).rejects.toMatchObject({
    code: "disk-full",
    remedy: "Free some space, and run it again.",
  });
});

test("a new file has its folders, and none is left that could not be written", async () => {
  const path = await inFolder("a/b/new.yaml");
  const noText = { toString: () => "" } as unknown as string;
  await expect(createFile(path, noText)).rejects.toThrow(TypeError);
  await expect(readFile(path)).rejects.toThrow("ENOENT");
  await createFile(path, "trains: []\n");
  expect(await readFile(path, "utf8")).toBe("trains: []\n");
});

test.each([
  ["a defect of ours", new TypeError("no such thing")],
  [
    "a failure",
    new Failure({ code: "guard", what: "It is not ours.", remedy: "Move it away.", verdict: { kind: "stop" } }),
  ],
])("%s stays as it is", async (_, cause) => {
  await expect(writingFile("signalbox.yaml", () => Promise.reject(cause))).rejects.toBe(cause);
});

describe("another text for a file", () => {
  test("takes the place of the old one as a whole, with its rights, behind a link", async () => {
    const path = await inFolder("own/train.yaml");
    const link = await inFolder("own/link.yaml");
    await createFile(path, "old\n");
    // A team's: rights that a new file does not get by itself.
    await chmod(path, 0o664);
    await symlink(path, link);
    const before = await open(path);
    await replaceFile(link, "old\n", "new\n");
    expect(await readFile(path, "utf8")).toBe("new\n");
    expect((await stat(path)).mode & 0o777).toBe(0o664);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    // Nothing wrote into the old one.
    expect(await before.readFile("utf8")).toBe("old\n");
    await before.close();
    expect(await readdir(dirname(path))).toEqual(["link.yaml", "train.yaml"]);
  });

  test("is written in place where its folder admits no other file", async () => {
    const path = await inFolder("f".repeat(250));
    await writeFile(path, "old\n");
    await replaceFile(path, "old\n", "new\n");
    expect(await readFile(path, "utf8")).toBe("new\n");
  });

  test("does not write over what people changed meanwhile", async () => {
    const path = await inFolder("train.yaml");
    await writeFile(path, "edited\n");
    await expect(replaceFile(path, "old\n", "new\n")).rejects.toMatchObject({
      code: "config-invalid",
      message: expect.stringMatching(/was changed while init looked at it/u),
    });
    expect(await readFile(path, "utf8")).toBe("edited\n");
  });
});
