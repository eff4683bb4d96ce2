import { answerTo, type Answers, type Confidence, type Question } from "./decision.ts";
import type { SeenContainer, SiteLook } from "./site-look.ts";

/** Where the rollup would be written. */
export type ReportPlace = {
  readonly system: SiteLook["system"];
  readonly connection: string;
  readonly container: string;
  /** Jira's issue type; null on GitHub. */
  readonly issueType: string | null;
  readonly confidence: Confidence;
  readonly why: string;
};

/** Names of projects and repositories in which people steer and do not build. */
const steering =
  /\b(?:pmo|programmes?|programs?|portfolio|release(?:s|train)?|trains?|planning|roadmap|steering|management|governance|office|art|coordination)\b/iu;

/**
 * Whether a container is for steering: its name says so, it has no sprints or milestones, and its items are in none.
 * @param look of its tracker
 */
export function isSteering(look: SiteLook, { key, name }: SeenContainer): boolean {
  if (!steering.test(`${key.replace(/^[^/]*\//, "").replaceAll(/[-_.]/g, " ")} ${name}`)) return false;
  const items = look.items.filter(({ container }) => container === key);
  return items.every(({ boxes }) => boxes.length === 0) && !look.boxes.some(({ container }) => container === key);
}

/** The place of the rollup in one tracker; null if our account may create issues in none. */
export function proposeReport(
  look: SiteLook,
  members: readonly string[],
  answers: Answers,
): { readonly place: ReportPlace | null; readonly questions: readonly Question[] } {
  const steered = look.containers.filter((container) => isSteering(look, container));
  const items = (key: string) => look.items.filter(({ container }) => container === key).length;
  const others = look.containers
    .filter(({ key }) => members.includes(key) && !steered.some((one) => one.key === key))
    .toSorted((a, b) => items(b.key) - items(a.key) || (a.key < b.key ? -1 : 1));
  const possible = [...steered, ...others].filter(({ creatable }) => creatable === null || creatable.length > 0);
  if (possible.length === 0) return { place: null, questions: [] };
  const question: Question = {
    id: `report:${look.connection}`,
    asks: `In which ${look.system === "jira" ? "project" : "repository"} of ${look.connection} should Signalbox keep the rollup issue?`,
    why: steered.length > 0 ? "its name says that people steer from there" : "most items are there",
    options: [
      ...possible
        .slice(0, 6)
        .map(({ key, name }) => ({ value: key, label: name === key || name === "" ? key : `${key} (${name})` })),
      { value: none, label: "nowhere" },
    ],
  };
  const isSure = steered.length === 1 && possible[0] === steered[0];
  const chosen = isSure ? steered[0]?.key : answerTo(question, answers);
  const found = possible.find(({ key }) => key === chosen);
  const place: ReportPlace | null =
    found === undefined
      ? null
      : {
          system: look.system,
          connection: look.connection,
          container: found.key,
          issueType: look.system === "jira" ? issueTypeOf(found) : null,
          confidence: isSure ? "likely" : "guess",
          why: question.why,
        };
  return { place, questions: isSure ? [] : [question] };
}

const none = "none";

/** `Task` by whatever name comes nearest to it. */
function issueTypeOf({ creatable }: SeenContainer): string {
  const types = creatable ?? [];
  const plain = ["task", "aufgabe", "tâche", "tarea", "tarefa", "attività", "taak", "zadanie", "задача", "story"];
  return plain.flatMap((name) => types.filter((type) => type.toLowerCase() === name))[0] ?? types[0] ?? "Task";
}
