import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ConfigInvalid } from "../../config/problems.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";

const nothingThere = () => false;

describe("settings", () => {
  test("have a default each", () => {
    expect(readSettings({}, nothingThere)).toEqual({
      databaseUrl: null,
      dataDir: ".signalbox",
      demoDataDir: ".signalbox-demo",
      configFile: "config/signalbox.yaml",
      logLevel: null,
      host: null,
      port: null,
      admin: null,
      publicUrl: null,
    });
  });

  test("come from the environment", () => {
    const env = {
      DATABASE_URL: "postgresql://me:pw@db:5432/box",
      SIGNALBOX_DATA: "/data",
      SIGNALBOX_CONFIG: "/etc/train.yaml",
      LOG_LEVEL: "debug",
    };
    expect(readSettings(env, nothingThere)).toEqual({
      databaseUrl: "postgresql://me:pw@db:5432/box",
      dataDir: "/data",
      demoDataDir: "/data",
      configFile: "/etc/train.yaml",
      logLevel: "debug",
      host: null,
      port: null,
      admin: null,
      publicUrl: null,
    });
  });

  test.each([
    ["?sslmode=require", "?sslmode=verify-full"],
    [
      "?application_name=x&sslmode=prefer&sslrootcert=/ca.pem",
      "?application_name=x&sslmode=verify-full&sslrootcert=/ca.pem",
    ],
    ["?sslmode=verify-ca", "?sslmode=verify-full"],
    ["?sslmode=no-verify", "?sslmode=no-verify"],
    ["?uselibpqcompat=true&sslmode=require", "?uselibpqcompat=true&sslmode=require"],
    ["?application_name=sslmode=require", "?application_name=sslmode=require"],
  ])("write a database's TLS mode as the driver takes it: %s", (given, written) => {
    const env = { DATABASE_URL: `postgresql://db/box${given}` };
    expect(readSettings(env, nothingThere).databaseUrl).toBe(`postgresql://db/box${written}`);
  });

  test.each(["", " \t"])("take a variable that is %j for none", (value) => {
    const names = ["DATABASE_URL", "SIGNALBOX_DATA", "SIGNALBOX_CONFIG", "LOG_LEVEL", "SIGNALBOX_HOST", "PORT"];
    const env = Object.fromEntries([...names, "SIGNALBOX_ADMIN", "SIGNALBOX_URL"].map((name) => [name, value]));
    expect(readSettings(env, nothingThere)).toEqual(readSettings({}, nothingThere));
  });

  test.each([
    [["signalbox.yaml"], "signalbox.yaml"],
    [["config/signalbox.yaml"], "config/signalbox.yaml"],
    [["signalbox.yaml", "config/signalbox.yaml"], "config/signalbox.yaml"],
    [[], "config/signalbox.yaml"],
  ])("with %j there, the train file is %s", (there, expected) => {
    expect(readSettings({}, (file) => there.includes(file)).configFile).toBe(expected);
  });

  test.each([
    ["8080", 8080],
    ["8080 ", 8080],
    ["0", 0],
    ["65535", 65_535],
  ])("take the port %j", (written, port) => {
    expect(readSettings({ PORT: written }, nothingThere).port).toBe(port);
  });

  test.each(["65536", "-1", "1e3", "0x50", "80.5", "http"])("refuse the port %j", (written) => {
    expect(() => readSettings({ PORT: written }, nothingThere)).toThrow("PORT: expected a port from 0 to 65535");
  });

  test.each([
    ["9090", { host: "127.0.0.1", port: 9090 }],
    ["0.0.0.0:8081", { host: "0.0.0.0", port: 8081 }],
    ["ops.acme.example:65535", { host: "ops.acme.example", port: 65_535 }],
    ["[::1]:8081", { host: "::1", port: 8081 }],
    ["8081 ", { host: "127.0.0.1", port: 8081 }],
    ["", null],
  ])("operators are answered at %j", (written, admin) => {
    expect(readSettings({ SIGNALBOX_ADMIN: written }, nothingThere).admin).toEqual(admin);
  });

  test.each(["here", "::1:8081", "host:", "host:65536", ":8081"])("operators cannot be answered at %j", (written) => {
    expect(() => readSettings({ SIGNALBOX_ADMIN: written }, nothingThere)).toThrow(
      "SIGNALBOX_ADMIN: expected a port, or an address and a port such as 0.0.0.0:8081",
    );
  });

  test("lose blanks and line ends around their values", () => {
    const env = {
      DATABASE_URL: " postgresql://db/box\n",
      SIGNALBOX_DATA: "data ",
      LOG_LEVEL: " info",
      SIGNALBOX_URL: " https://x.example ",
    };
    expect(readSettings(env, nothingThere)).toMatchObject({
      databaseUrl: "postgresql://db/box",
      dataDir: "data",
      logLevel: "info",
      publicUrl: "https://x.example",
    });
  });

  test.each([
    ["SIGNALBOX_DATA", '"data"', "has quotes around its value: leave them out"],
    ["DATABASE_URL", "'postgresql://db/box'", "has quotes around its value: leave them out"],
    ["SIGNALBOX_CONFIG", "~/train.yaml", "only a shell expands ~"],
    ["SIGNALBOX_URL", "https://x.example/?a=b", "without user, ? and #"],
    ["SIGNALBOX_URL", "https://me:hunter2@x.example", "without user, ? and #"],
    ["DATABASE_URL", "postgresql://me:hun@ter#2@db/box", "percent-encoded (# is %23)"],
    ["DATABASE_URL", "postgresql://me:hun@ter?2@db/box", "percent-encoded (# is %23)"],
    ["DATABASE_URL", "postgresql://me:pw@db/box?sslmode=on", "libpq's values of sslmode"],
  ])("refuse %s with the value %s", (name, value, says) => {
    expect(() => readSettings({ [name]: value }, nothingThere)).toThrow(`${name}: `);
    expect(() => readSettings({ [name]: value }, nothingThere)).toThrow(says);
  });

  test("that are wrong are told all at once, without their values", () => {
    const env = { DATABASE_URL: "mysql://me:hunter2@db/box", LOG_LEVEL: "loud" };
    expect(() => readSettings(env)).toThrow(
      [
        "the environment has 2 problems:",
        "  DATABASE_URL: expected an address such as postgresql://user:password@host:5432/signalbox, with special characters of user and password percent-encoded (# is %23), and if at all with one of libpq's values of sslmode",
        "  LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent",
      ].join("\n"),
    );
    expect(() => readSettings(env)).not.toThrow("hunter2");
  });
});

describe("the environment", () => {
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), "signalbox-env-"));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
  }

  test("is completed by a file .env, which gives way to what is set already", () => {
    const path = folder();
    writeFileSync(join(path, ".env"), 'SIGNALBOX_ONE=file\nSIGNALBOX_TWO="file two"\n');
    vi.stubEnv("SIGNALBOX_ONE", "set");
    expect(readEnvironment(path)).toMatchObject({ SIGNALBOX_ONE: "set", SIGNALBOX_TWO: "file two" });
  });

  test("does without the byte order mark of that file", () => {
    const path = folder();
    writeFileSync(join(path, ".env"), "\uFEFFSIGNALBOX_ONE=one\r\nSIGNALBOX_TWO=two\r\n");
    expect(readEnvironment(path)).toMatchObject({ SIGNALBOX_ONE: "one", SIGNALBOX_TWO: "two" });
  });

  test("has an empty value where that file has blanks only", () => {
    const path = folder();
    writeFileSync(
      join(path, ".env"),
      "SIGNALBOX_ONE= \nSIGNALBOX_TWO=two\nSIGNALBOX_THREE=\t\r\nSIGNALBOX_FOUR=four\n",
    );
    expect(readEnvironment(path)).toMatchObject({
      SIGNALBOX_ONE: "",
      SIGNALBOX_TWO: "two",
      SIGNALBOX_THREE: "",
      SIGNALBOX_FOUR: "four",
    });
  });

  test.each([
    ["fffe41003d003100", /\.env has a problem:\n {2}it is in UTF-16/],
    ["feff0041003d0031", /it is in UTF-16/],
    ["413d310a423dfc", /\.env has a problem:\n {2}line 2 is not in UTF-8/],
  ])("refuses a file .env in another encoding: %s", (hex, message) => {
    const path = folder();
    writeFileSync(join(path, ".env"), Buffer.from(hex, "hex"));
    expect(() => readEnvironment(path)).toThrow(message);
  });

  test("takes the sign for what another program could not read", () => {
    const path = folder();
    writeFileSync(join(path, ".env"), "SIGNALBOX_ONE=\uFFFD");
    expect(readEnvironment(path)).toMatchObject({ SIGNALBOX_ONE: "\uFFFD" });
  });

  test("refuses a folder .env, which Docker makes for a file that it cannot find", () => {
    const path = folder();
    mkdirSync(join(path, ".env"));
    expect(() => readEnvironment(path)).toThrow(ConfigInvalid);
    expect(() => readEnvironment(path)).toThrow(/it cannot be read \(EISDIR/);
  });

  test("does without that file", () => {
    vi.stubEnv("SIGNALBOX_ONE", "set");
    expect(readEnvironment(folder())).toMatchObject({ SIGNALBOX_ONE: "set" });
  });
});
