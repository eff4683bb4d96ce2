/** Bytes that arrive in pieces, in one buffer: a thousand one-byte pieces would take a hundred times their size. */
export class BodyBuffer {
  readonly #most: number;
  #buffer: Buffer;
  #size = 0;

  /** @param most maximum size in bytes @param aside initial size: 0 for a caller that may never send them */
  constructor(most: number, aside = 0) {
    this.#most = most;
    this.#buffer = Buffer.allocUnsafeSlow(aside);
  }

  get size(): number {
    return this.#size;
  }

  /** Starts again with the bytes of another one. */
  begin(other: BodyBuffer): this {
    this.#size = 0;
    this.add(other.bytes());
    return this;
  }

  /** @returns whether the piece fits; takes nothing of it otherwise */
  add(piece: Uint8Array): boolean {
    const size = this.#size + piece.length;
    if (size > this.#most) return false;
    if (size > this.#buffer.length) this.#grow(size);
    this.#buffer.set(piece, this.#size);
    this.#size = size;
    return true;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#most, Math.max(size, 2 * this.#buffer.length)));
    larger.set(this.bytes());
    release(this.#buffer);
    this.#buffer = larger;
  }

  /** Frees its memory at once. Nothing can be added afterwards. */
  end(): void {
    release(this.#buffer);
  }

  /** Valid until the next `add`. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }
}

/**
 * Frees the memory of a buffer at once, if no other buffer shares it. The collector runs only after about 60 MB of
 * buffers, which senders of large bodies fill within a second. The buffer is empty afterwards.
 */
export function release({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
