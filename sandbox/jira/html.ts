const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML, also within attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** An address for `href`, escaped; one that is not http(s), mailto or relative leads nowhere. */
export function safeHref(url: string): string {
  return /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i.test(url) ? escaped(url) : "#";
}
