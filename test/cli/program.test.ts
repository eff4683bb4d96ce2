import { existsSync } from "node:fs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { useFolder } from "../support/home.ts";
import { signalbox } from "../support/terminal.ts";

const commands = ["demo", "sync", "report", "conflicts", "plan", "apply", "sandbox", "migrate"];

// Nothing here gets as far as a database: should it, it is one of this process's memory.
beforeEach(() => {
  vi.stubEnv("SIGNALBOX_DATA", "memory://");
  vi.stubEnv("DATABASE_URL", "");
});

test("--version prints the version and nothing else", async () => {
  expect(await signalbox("--version")).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test("--help lists every command on stdout", async () => {
  const { code, stdout, stderr } = await signalbox("--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
});

test("--help fits into 80 columns, and has the arguments of each command", async () => {
  const { stdout } = await signalbox("--help");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).toMatch(/^ {2}acknowledge <train> <conflict> {2,}say that/mu);
  expect(stdout).toMatch(/^ {2}inbox \[command\] {2,}inspect/mu);
});

test("no command at all shows the usage on stderr", async () => {
  const { code, stdout, stderr } = await signalbox();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("Usage: signalbox");
});

describe("wrong usage: exit code 2, nothing on stdout, and stderr says what is wrong", () => {
  test.each([
    [["conflict", "payments"], "unknown command 'conflict'", "Did you mean conflicts?"],
    [["demo", "--onec"], "unknown option '--onec'", "Did you mean --once?"],
    [["conflicts", "a", "b"], "too many arguments", "Expected 1 argument"],
    [["conflicts", "payments", "--at", "yesterday"], "yesterday", "e.g. 2026-11-24 or 2026-11-24T12:00:00Z"],
    [["demo", "--at", "2026-11-24"], "2026-11-24", "Expected an instant with a time zone"],
    [["plan", "--at", "2026-11-24T12:00:00"], "2026-11-24T12:00:00", "Expected a day, or an instant with a time zone"],
    [
      ["report", "payments", "--at", "2026-13-24T12:00:00Z"],
      "2026-13-24",
      "Expected a day, or an instant with a time zone",
    ],
    [
      ["report", "payments", "--at", "2026-02-30T12:00:00Z"],
      "2026-02-30",
      "Expected a day, or an instant with a time zone",
    ],
    [["report", "payments", "--at", "2026-02-30"], "2026-02-30", "Expected a day, or an instant with a time zone"],
    [["plan", "--at", "0000-01-01"], "0000-01-01", "Expected a day, or an instant with a time zone"],
    [["plan", "--at", "1969-12-31"], "1969-12-31", "Expected a day, or an instant with a time zone"],
    [["plan", "--at", "9999-01-01"], "9999-01-01", "Expected a day, or an instant with a time zone"],
    [["plan", "--at", "+010000-01-01T00:00:00Z"], "+010000", "Expected a day, or an instant with a time zone"],
    [["demo", "--at", "0000-01-01T00:00:00Z"], "0000-01-01", "Expected an instant with a time zone"],
    [["demo", "--at", "+275760-09-12T00:00:00Z"], "+275760-09-12", "Expected an instant with a time zone"],
    [["report", "payments", "--at", ""], "--at", "Expected a day, or an instant with a time zone"],
    [["demo", "--port", "99999"], "99999", "Expected a port from 0 to 65535"],
    [["sandbox", "--port", "-1"], "-1", "Expected a port from 0 to 65535"],
    [["sandbox", "--port", ""], "--port", "Expected a port from 0 to 65535"],
    [["demo", "--seed", "many"], "many", "Expected a whole number"],
    [["demo", "--seed", ""], "--seed", "Expected a whole number"],
    [["report", "payments", "--as", "pdf"], "pdf", "Allowed choices are md, adf, json"],
    [["sync", "--config"], "--config <file>", "argument missing"],
  ])("%j", async (argv, wrong, remedy) => {
    const { code, stdout, stderr } = await signalbox(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(wrong);
    expect(stderr).toContain(remedy);
    expect(stderr).toMatch(/\n {2}--help lists commands and options\.\n$/u);
  });
});

describe("where there is no database yet", () => {
  const inFolder = useFolder();

  test.each([["report", "payments"], ["conflicts", "payments"], ["plan"], ["inbox", "list"]])(
    "%s says so, and makes none",
    async (...argv) => {
      const folder = await inFolder("nothing");
      vi.stubEnv("SIGNALBOX_DATA", folder);
      expect(await signalbox(...argv)).toEqual({
        code: 2,
        stdout: "",
        stderr:
          `signalbox: There is no Signalbox database in ${folder}.\n` +
          "  Set SIGNALBOX_DATA to its folder, or run `signalbox sync` to create one.\n",
      });
      expect(existsSync(folder)).toBe(false);
    },
  );
});
