/** Takes our secrets out of what a tracker says: it quotes what it refuses, which may be our address with its secret end. */
export type Redact = (words: string) => string;

/** @param secrets as they are meant, found also as they stand in JSON and in addresses; an empty one and null are none */
export function createAnswerRedaction(secrets: readonly (string | null)[]): Redact {
  const meant = secrets.filter((secret) => secret !== null).filter((secret) => secret !== "");
  const written = [...new Set(meant.flatMap((secret) => [secret, inJson(secret), encodeURIComponent(secret)]))];
  return (words) => written.reduce((text, secret) => text.replaceAll(secret, "…"), words);
}

function inJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}
