/** The address where it is one of the web, http or https; null for anything else, such as `javascript:`. */
export function webAddress(text: string): URL | null {
  const address = URL.canParse(text) ? new URL(text) : null;
  return address?.protocol === "https:" || address?.protocol === "http:" ? address : null;
}
