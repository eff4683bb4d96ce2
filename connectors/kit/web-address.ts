/** The URL if its protocol is http or https; null for others, such as `javascript:`. */
export function webAddress(text: string): URL | null {
  const address = URL.canParse(text) ? new URL(text) : null;
  return address?.protocol === "https:" || address?.protocol === "http:" ? address : null;
}
