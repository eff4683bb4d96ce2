import escaped from "escape-html";

/** Text that is HTML already; everything else is escaped when it is put into a page. */
export type Markup = { readonly html: string };

type Piece = Markup | string | number | null | readonly Markup[];

/** Builds HTML: values are escaped, unless they are markup. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return { html: strings.map((text, index) => text + shown(values[index] ?? null)).join("") };
}

/** Takes text over as HTML that was made safe elsewhere. */
export function trusted(text: string): Markup {
  return { html: text };
}

export const NOTHING: Markup = { html: "" };

function shown(value: Piece): string {
  if (value === null) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "html" in value ? value.html : value.map((piece) => piece.html).join("");
}

/** A whole HTML document. */
export function page({
  title,
  css,
  body,
}: {
  readonly title: string;
  readonly css: string;
  readonly body: Markup;
}): string {
  const { html: text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${trusted(css)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  return text;
}
