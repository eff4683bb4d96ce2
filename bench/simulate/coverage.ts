/** Pairs of a running operation and the fault that hit it: a measure of the cases seen. */
export class Coverage {
  readonly pairs = new Set<string>();
  faults = 0;

  /** @param state the running operation @param fault the fault that hit it */
  note(state: string, fault: string): void {
    this.faults += 1;
    this.pairs.add(`${state} × ${fault}`);
  }
}
