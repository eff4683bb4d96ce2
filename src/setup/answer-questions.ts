import type { Answers, Question } from "../domain/proposal/decision.ts";
import type { Proposal } from "../domain/proposal/proposal.ts";
import type { Asker } from "./asker.ts";

export type Answered = { readonly proposal: Proposal | null; readonly answers: Answers };

/**
 * Asks each question of a proposal once; an answer may raise further ones.
 * @param proposing makes the proposal with these answers
 */
export async function answerQuestions(
  proposing: (answers: Answers) => Proposal | null,
  given: Answers,
  asker: Asker,
): Promise<Answered> {
  let answers = given;
  for (;;) {
    const proposal = proposing(answers);
    const next: Question | undefined = proposal?.questions.find(({ id }) => answers[id] === undefined);
    if (next === undefined || !asker.isAttended) return { proposal, answers };
    answers = { ...answers, [next.id]: await asker.choose(next) };
  }
}
