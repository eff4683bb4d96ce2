/** Bytes that come in pieces, in one buffer: a thousand pieces of a byte would hold a hundred times what they say. */
export class Gathered {
  readonly #most: number;
  #buffer: Buffer;
  #size = 0;

  /** @param most how many bytes go in @param aside how many are set aside at once: none for who may never send them */
  constructor(most: number, aside = 0) {
    this.#most = most;
    this.#buffer = Buffer.allocUnsafeSlow(aside);
  }

  get size(): number {
    return this.#size;
  }

  /** Anew, with what another has got so far. */
  begin(other: Gathered): this {
    this.#size = 0;
    this.add(other.bytes());
    return this;
  }

  /** @returns whether it fits; nothing of it is taken where it does not */
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

  /** Gives its memory back at once. Nothing can be added afterwards. */
  end(): void {
    release(this.#buffer);
  }

  /** Valid until something else is added. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }
}

/**
 * Gives the memory of a buffer back at once, where no other buffer shares it. The collector looks only after some 60 MB of
 * them, which senders of large bodies fill within a second. The buffer is empty afterwards.
 */
export function release({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
