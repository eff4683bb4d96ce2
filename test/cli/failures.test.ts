import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { Ended, explain } from "../../src/cli/failures.ts";
import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import { CollectingTerminal } from "../support/terminal.ts";

function failure(code: FailureCode, what: string): Failure {
  return new Failure({ code, what, remedy: `Mend ${code}.`, verdict: { kind: "stop" }, cause: new Error("hunter2") });
}

function explained(error: unknown) {
  const terminal = new CollectingTerminal();
  const code = explain(error, terminal);
  const { stdout, stderr } = terminal;
  return { code, stdout, stderr };
}

describe("a failure", () => {
  test("is told with its remedy and without its cause", () => {
    expect(explained(failure("unauthorized", "acme says no."))).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "signalbox: acme says no.\n  Mend unauthorized.\n",
    });
  });

  test("of the configuration is wrong usage", () => {
    expect(explained(failure("config-invalid", "The file is wrong.")).code).toBe(2);
  });

  test("among others is told like the others, and the gravest code counts", () => {
    const both = [failure("unreachable", "hub is away."), failure("config-invalid", "acme has no such type.")];
    expect(explained(new AggregateError(both))).toMatchObject({
      code: 2,
      stderr:
        "signalbox: hub is away.\n  Mend unreachable.\nsignalbox: acme has no such type.\n  Mend config-invalid.\n",
    });
  });
});

describe("a bug", () => {
  test.each([new TypeError("no connector for acme"), new AggregateError([new TypeError("no connector for acme")])])(
    "is owned up to, with the place where it is",
    (error) => {
      const { code, stderr } = explained(error);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^signalbox: internal error; please report it\nTypeError: no connector for acme\n +at /);
    },
  );

  test("that is no error at all is told as it is", () => {
    expect(explained("odd").stderr).toContain("\nodd\n");
  });
});

test("a command that has said all it had to say ends with the code it wants", () => {
  expect(explained(new Ended(2))).toEqual({ code: 2, stdout: "", stderr: "" });
});

test.each([
  [0, 0],
  [1, 2],
])("what the command line's parser ends with, %i, is %i", (given, code) => {
  expect(explained(new CommanderError(given, "commander.help", "(outputHelp)"))).toMatchObject({ code, stderr: "" });
});
