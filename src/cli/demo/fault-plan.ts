import { readFile } from "node:fs/promises";
import { acceptedBy } from "../../../config/json-schema.ts";
import { expectation, problemsOf } from "../../../config/schema-problems.ts";
import { ConfigInvalid, type Problem } from "../../../config/problems.ts";
import { ProblemList } from "../../../config/train-file.ts";
import { readUtf8 } from "../../../config/utf8.ts";
import { readYaml } from "../../../config/yaml-source.ts";
import { faultPlan, type FaultPlan } from "../../../sandbox/faults/plan.ts";
import { Failure } from "../../domain/failure.ts";

/**
 * Reads the plan of `--faults`; without a file there are no faults.
 * @throws Failure `config-invalid` with every problem and its place
 */
export async function readFaultPlan(file: string | undefined): Promise<FaultPlan> {
  return file === undefined
    ? { requests: [], webhooks: [] }
    : parseFaultPlan(readUtf8(await contentOf(file), file), file);
}

function parseFaultPlan(text: string, file: string): FaultPlan {
  const source = readYaml(text);
  if (source.problems.length > 0) return refuse(file, source.problems);
  const parsed = faultPlan.safeParse(source.value, { error: expectation, reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = new ProblemList(source);
  const checked = { ...source, schema: () => acceptedBy(faultPlan) };
  for (const issue of parsed.error.issues) problems.add(problemsOf(checked, issue));
  return refuse(file, problems.inOrder());
}

function refuse(file: string, problems: readonly Problem[]): never {
  throw new ConfigInvalid({
    file,
    problems,
    remedy: 'Correct the plan; docs/operations.md, "Faults in the stand-ins", has every key.',
  });
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `Cannot read the fault plan ${file}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: "Give --faults the path of an existing file.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}
