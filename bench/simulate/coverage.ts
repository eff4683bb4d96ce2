/** What went wrong in which state, as pairs: how much of what can happen was seen. */
export class Coverage {
  readonly pairs = new Set<string>();
  faults = 0;

  /** @param state what was under way; @param fault what befell it */
  note(state: string, fault: string): void {
    this.faults += 1;
    this.pairs.add(`${state} × ${fault}`);
  }
}
