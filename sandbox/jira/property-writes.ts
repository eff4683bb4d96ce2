import { refuse } from "./failure.ts";
import type { SiteState } from "./site-state.ts";

const LONGEST_VALUE = 32_768;
const LONGEST_KEY_BYTES = 255;

/** @throws JiraError 400 if a key or a value is too long */
export function checkProperty(key: string, value: unknown): void {
  if (key === "" || Buffer.byteLength(key) > LONGEST_KEY_BYTES) {
    throw refuse(400, "The property key cannot be longer than 255 bytes and must not be empty.");
  }
  if ((JSON.stringify(value) ?? "").length > LONGEST_VALUE) {
    throw refuse(400, `The property value cannot be longer than ${LONGEST_VALUE} characters.`);
  }
}

/** Sets properties of an issue. They change neither `updated` nor the changelog. */
export function setProperties(state: SiteState, issueId: string, properties: ReadonlyMap<string, unknown>): void {
  const own = state.properties.get(issueId) ?? new Map<string, unknown>();
  for (const [key, value] of properties) {
    checkProperty(key, value);
    own.set(key, value);
  }
  state.properties.set(issueId, own);
}
