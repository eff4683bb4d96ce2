import type { Question } from "../domain/proposal/decision.ts";

/** Asks a person. In a run without one, each question gets its first option, and each text is empty. */
export type Asker = {
  readonly isAttended: boolean;
  /** @returns empty for no answer */
  readonly text: (prompt: string) => Promise<string>;
  /** The same without showing what is typed. */
  readonly secret: (prompt: string) => Promise<string>;
  /** @returns the value of an option */
  readonly choose: (question: Question) => Promise<string>;
};

/** For runs without a person: `--yes`, `--json`, no terminal. */
export const unattended: Asker = {
  isAttended: false,
  text: async () => "",
  secret: async () => "",
  choose: async ({ options }) => options[0]?.value ?? "",
};
