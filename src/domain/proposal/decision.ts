/** How sure Signalbox is: `guess` is worth a question. */
export type Confidence = "sure" | "likely" | "guess";

/** Something that Signalbox inferred, and why. */
export type Decision<T> = { readonly value: T; readonly confidence: Confidence; readonly why: string };

/** A thing that Signalbox is unsure of. `options`: the best guess first. */
export type Question = {
  /** The same in every run, so that answers can be kept: `link:10020`. */
  readonly id: string;
  readonly asks: string;
  readonly why: string;
  readonly options: readonly Option[];
};

export type Option = { readonly value: string; readonly label: string };

/** Values chosen by a person, by the question's id. */
export type Answers = Readonly<Record<string, string>>;

/** The answer to a question; without one, the best guess. */
export function answerTo({ id, options }: Question, answers: Answers): string {
  const given = options.filter(({ value }) => value === answers[id]);
  return [...given, ...options]
    .map(({ value }) => value)
    .slice(0, 1)
    .join("");
}
