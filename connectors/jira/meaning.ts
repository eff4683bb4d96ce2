import { issueFields } from "./fields.ts";
import type { SiteFacts } from "./site.ts";

/** To be raised with every change of what is made of an issue or a box: they are all read again then. */
const mappingVersion = 2;

/** What the records of this site come to: another points field makes another estimate of an issue that did not change. */
export function meaningOf(facts: SiteFacts): string {
  return JSON.stringify([mappingVersion, ...issueFields(facts)]);
}

/** Boxes are the same whatever issues are asked for. */
export const meaningOfBoxes = JSON.stringify([mappingVersion]);
