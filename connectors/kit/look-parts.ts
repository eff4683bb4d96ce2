import { Failure, textOf, type FailureCode } from "../../src/domain/failure.ts";

/** Failures that concern a whole tracker: nothing else of it can be read either. */
const whole: ReadonlySet<FailureCode> = new Set(["unauthorized", "unreachable", "config-invalid"]);

/** Collects what a tracker refuses while Signalbox looks at the rest. */
export class LookParts {
  readonly #refused = new Map<string, string>();

  /** Sentences with their remedies, each once, in the order in which they came up. */
  get refused(): readonly string[] {
    return [...new Set(this.#refused.values())];
  }

  /**
   * The result of `read`; if the tracker refuses this part, `otherwise`.
   * @throws Failure that concerns the whole tracker
   */
  async read<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure) || whole.has(error.code)) throw error;
      this.#refused.set(error.message, textOf(error));
      return otherwise;
    }
  }
}
