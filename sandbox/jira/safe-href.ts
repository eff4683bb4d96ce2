import escaped from "escape-html";

/** An address for `href`, escaped; one that is not http(s), mailto or relative leads nowhere. */
export function safeHref(url: string): string {
  return /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i.test(url) ? escaped(url) : "#";
}
