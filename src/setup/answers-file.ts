import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { Failure } from "../domain/failure.ts";
import type { Answers } from "../domain/proposal/decision.ts";
import { writingFile } from "./writing-file.ts";

const schema = z.record(z.string(), z.string());

/** Answers of an earlier run. @throws Failure `config-invalid` if the file is missing or is none */
export async function readAnswers(path: string): Promise<Answers> {
  try {
    return schema.parse(parse(await readFile(path, "utf8")) ?? {});
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `Cannot read answers from ${path}.`,
      remedy: "Name a file that init wrote with --save-answers, or leave --answers out.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}

/** Keeps answers for the next run; they contain no secrets. */
export async function writeAnswers(path: string, answers: Answers): Promise<void> {
  const heading = "# Answers to the questions of `signalbox init`; use them again with --answers.\n";
  await writingFile(path, () => writeFile(path, `${heading}${stringify(answers, { lineWidth: 0 })}`));
}
