import { CommanderError } from "commander";
import { Failure } from "../domain/failure.ts";
import { errLine, type Terminal } from "./terminal.ts";

/**
 * Exit codes of every command: 0 done, 1 failed (`doctor`: something blocks), 2 wrong usage or configuration, 130 ended by
 * Ctrl-C. With `--detailed-exitcode`, 2 also means that something would change, as in Terraform.
 */
export const exit = { done: 0, failed: 1, usage: 2, changes: 2, interrupted: 130 } as const;

/** A command throws it after it has printed everything, to end with another exit code than 0. */
export class Ended extends Error {
  override readonly name = "Ended";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`ended with exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Prints what happened and what to do; for a bug of ours also the stack. */
export function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof Ended) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
  if (error instanceof AggregateError) {
    const codes = error.errors.map((inner) => explain(inner, terminal));
    return Math.max(exit.failed, ...codes);
  }
  if (error instanceof Failure) {
    errLine(terminal, `signalbox: ${error.message}\n  ${error.remedy}`);
    return error.code === "config-invalid" ? exit.usage : exit.failed;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  errLine(terminal, `signalbox: internal error; please report it\n${stack}`);
  return exit.failed;
}
