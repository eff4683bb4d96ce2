import { Socket } from "node:net";

/**
 * A connection that sends everything written in one turn of the event loop at once. pg writes each statement by itself,
 * and each write would wake the server: on a busy machine, both then take turns for every statement of a page.
 */
export class BatchingSocket extends Socket {
  #isBatching = false;

  override write(...all: unknown[]): boolean {
    if (!this.#isBatching) {
      this.#isBatching = true;
      this.cork();
      process.nextTick(() => {
        this.#isBatching = false;
        this.uncork();
      });
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- passes on whatever the overloads accept
    return super.write(...(all as Parameters<Socket["write"]>));
  }
}
