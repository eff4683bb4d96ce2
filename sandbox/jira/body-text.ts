import type { RawRecord } from "../data.ts";
import { adfProblem, storedAdf } from "./adf-shape.ts";
import { JiraError, refuseFields } from "./failure.ts";
import { isRecord } from "../record.ts";
import type { SiteState } from "./site-state.ts";

/**
 * Longest rich text, in the document's JSON: Atlassian does not document the unit, this is the strict interpretation.
 */
const LONGEST_TEXT = 32_767;

/**
 * Checks a rich text and gives it as Jira stores it.
 * @param field `description` or `comment`: named in the error
 * @throws JiraError 400 `INVALID_INPUT` for a broken document, or the message about its length
 */
export function storedText(state: SiteState, field: string, value: unknown): RawRecord | string {
  if (state.dataCenter !== null) return storedMarkup(field, value);
  if (typeof value === "string") {
    throw refuseFields({
      [field]: "Operation value must be an Atlassian Document (see the Atlassian Document Format)",
    });
  }
  if (!isRecord(value) || adfProblem(value) !== null) {
    throw new JiraError(400, { errorMessages: ["INVALID_INPUT"], errors: {} });
  }
  if (JSON.stringify(value).length > LONGEST_TEXT) throw tooLong(field);
  return storedAdf(value, () => state.ids.next());
}

/** Data Center stores any text as it came. */
function storedMarkup(field: string, value: unknown): string {
  if (typeof value !== "string") throw refuseFields({ [field]: "Operation value must be a string" });
  if (value.length > LONGEST_TEXT) throw tooLong(field);
  return value;
}

function tooLong(field: string): JiraError {
  return refuseFields({ [field]: "The entered text is too long. It exceeds the allowed limit of 32,767 characters." });
}
