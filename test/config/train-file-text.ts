import { ConfigInvalid } from "../../config/problems.ts";
import { parseTrainFile } from "../../config/train-file.ts";

/** Parts of a train file that is right, for tests that make one thing wrong or different. */
const usual = {
  connections: [
    "  acme: { kind: jira, site: https://acme.atlassian.net, account: ${MAIL}, token: ${JIRA} }",
    "  hub: { kind: github, token: ${HUB} }",
  ].join("\n"),
  head: "  - key: payments",
  increments: '      - { key: "2026.4", starts: 2026-10-05, iterations: { count: 2, length: 2w } }',
  teams: "      - { key: checkout, from: { jira: acme, project: PAY } }",
  rest: "",
};

/** Line of the first thing in each part. */
export const lines = { connections: 2, head: 5, increments: 7, teams: 9, rest: 10 };

export const env = { MAIL: "a@acme.test", JIRA: "jira-secret", HUB: "hub-secret" };

/** A train file with some parts of its own. The parts keep their lines as long as each has the usual number of them. */
export function trainFileText(parts: Partial<typeof usual> = {}): string {
  const { connections, head, increments, teams, rest } = { ...usual, ...parts };
  return `connections:\n${connections}\ntrains:\n${head}\n    increments:\n${increments}\n    teams:\n${teams}\n${rest}\n`;
}

/** What a text is refused with. */
export function refusal(text: string): ConfigInvalid {
  try {
    parseTrainFile(text, { file: "signalbox.yaml", env });
  } catch (error) {
    if (error instanceof ConfigInvalid) return error;
    throw error;
  }
  throw new Error("the file was accepted");
}
