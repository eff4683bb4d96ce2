/**
 * 16 hexadecimal digits over a text (two runs of 32-bit FNV-1a). For short, stable names of long lists; not for
 * security.
 */
export function digestOf(text: string): string {
  return fnv1a(text, 0x811c9dc5) + fnv1a(text, 0x2f6d4a91);
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
