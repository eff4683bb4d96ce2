import { createHash } from "node:crypto";
import type { Marker, Rendered } from "../ports/connector.ts";
import type { Document } from "../ports/document.ts";

/** Renders a document as the connection's tracker will hold it. */
export type Render = (connection: string, document: Document, marker: Marker) => Rendered;

export type DraftInput = {
  readonly connection: string;
  readonly marker: Marker;
  /** Not asked for before a word of it is needed. */
  readonly document: () => Document;
  /** How much room people's own text takes beside it, in characters. */
  readonly beside: number;
};

/** A text to send. To write one takes time, and most stand already or wait for theirs: it is written once it is asked for. */
export class Draft {
  readonly #render: Render;
  readonly #input: DraftInput;
  #known: Document | null = null;
  #timeless: Rendered | null = null;
  #rendered: Rendered | null = null;
  #digest: string | null = null;

  constructor(render: Render, input: DraftInput) {
    this.#render = render;
    this.#input = input;
  }

  get beside(): number {
    return this.#input.beside;
  }

  get rendered(): Rendered {
    this.#rendered ??= isTimeless(this.#document()) ? this.#withoutTime() : this.#renderOf(this.#document());
    return this.#rendered;
  }

  /**
   * Of what it says: neither a new stamp alone is a reason to write, nor that what had to be left out stands elsewhere by
   * now.
   */
  get digest(): string {
    this.#digest ??= digestOf(this.#withoutTime());
    return this.#digest;
  }

  /** The same with other text of people beside it. */
  refit(beside: number): Draft {
    return beside === this.beside ? this : new Draft(this.#render, { ...this.#input, beside });
  }

  #document(): Document {
    const { document, beside } = this.#input;
    this.#known ??= beside === 0 ? document() : { ...document(), beside };
    return this.#known;
  }

  #withoutTime(): Rendered {
    const { more: _, ...lasting } = this.#document();
    this.#timeless ??= this.#renderOf({ ...lasting, stamp: [] });
    return this.#timeless;
  }

  #renderOf(document: Document): Rendered {
    return this.#render(this.#input.connection, document, this.#input.marker);
  }
}

function isTimeless({ stamp, more }: Document): boolean {
  return stamp.length === 0 && more === undefined;
}

function digestOf({ title, body, labels }: Rendered): string {
  const named = labels.map((label) => `\n${label}`).join("");
  return createHash("sha256").update(`${title}\n${body}${named}`).digest("hex");
}
