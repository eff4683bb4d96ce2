import { existsSync, readFileSync } from "node:fs";
import { namesAt } from "../../support/json.ts";

const FOLDER = "../shared/data";

/** Whether the recorded bodies are here; without them shapes go unchecked. */
export const areRecorded = existsSync(`${FOLDER}/jira-webhooks`);

/** A body as a tracker once sent it. @param file path below the shared data */
export function recordedBody(file: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8"));
}

/** Members that the object at a path has in the recorded body and not in ours. */
export function missingAt(recorded: unknown, ours: unknown, ...path: readonly string[]): readonly string[] {
  const have = namesAt(ours, ...path);
  return namesAt(recorded, ...path).filter((name) => !have.includes(name));
}
