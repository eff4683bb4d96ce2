import { createHash } from "node:crypto";
import type { Marker, Rendered } from "../ports/connector.ts";
import type { Document } from "../ports/document.ts";

/** Renders a document in the format of the connection's tracker. */
export type Render = (connection: string, document: Document, marker: Marker) => Rendered;

export type DraftInput = {
  readonly connection: string;
  readonly marker: Marker;
  /** Built only when needed. */
  readonly document: () => Document;
  /** Size of people's own text beside it, in characters. */
  readonly beside: number;
};

/** A text to send. Rendering takes time, and most texts are unchanged or wait: it renders on demand. */
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

  /** Digest of the content: neither a new stamp alone nor a new link to omitted parts is a reason to write. */
  get digest(): string {
    this.#digest ??= digestOf(this.#withoutTime());
    return this.#digest;
  }

  /** The same beside other text of people. */
  refit(beside: number): Draft {
    return beside === this.beside ? this : new Draft(this.#render, { ...this.#input, beside });
  }

  /** The same with another marker. */
  under(marker: Marker): Draft {
    return new Draft(this.#render, { ...this.#input, marker });
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
