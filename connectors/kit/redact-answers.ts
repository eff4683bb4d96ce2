/** Removes secrets from a tracker's message, which may quote the refused webhook address with its secret path. */
export type Redact = (words: string) => string;

/** @param secrets plain; also found JSON-escaped and URL-encoded; ignores empty ones and null */
export function createAnswerRedaction(secrets: readonly (string | null)[]): Redact {
  const meant = secrets.filter((secret) => secret !== null).filter((secret) => secret !== "");
  const written = [...new Set(meant.flatMap((secret) => [secret, inJson(secret), encodeURIComponent(secret)]))];
  return (words) => written.reduce((text, secret) => text.replaceAll(secret, "…"), words);
}

function inJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}
