import type { RawRecord } from "../../data.ts";
import { isRecord, recordsAt, textAt } from "../../record.ts";
import { wordsOf } from "../adf-words.ts";

/**
 * A body as webhooks write it, also on Cloud: after version 2 of the API. Addresses are below `/rest/api/2`, rich texts
 * are plain, sprints of an issue are the text that Java made of them.
 * @param sprintField id of the sprint field; null if the site has none
 */
export function olderJson(body: RawRecord, sprintField: string | null): string {
  return JSON.stringify(body, (name, value: unknown) => {
    if (name === "self" && typeof value === "string") return value.replace("/rest/api/3/", "/rest/api/2/");
    if (name === sprintField && Array.isArray(value)) {
      return value.map((entry: unknown) => (isRecord(entry) ? sprintText(entry) : entry));
    }
    return isRecord(value) && value["type"] === "doc" && Array.isArray(value["content"]) ? wikiText(value) : value;
  });
}

/** Blocks apart, as wiki markup has them; their markup is left out. */
function wikiText(document: RawRecord): string {
  return recordsAt(document, "content")
    .map((block) => wordsOf(block) ?? "")
    .join("\n\n");
}

/** A sprint as Java writes it, in the sprint field of version 2. */
export function sprintText(sprint: RawRecord): string {
  const part = (name: string) => textAt(sprint, name) ?? "<null>";
  const members = [
    `completeDate=${part("completeDate")}`,
    `endDate=${part("endDate")}`,
    `goal=${textAt(sprint, "goal") ?? ""}`,
    `id=${part("id")}`,
    `name=${part("name")}`,
    `rapidViewId=${part("boardId")}`,
    `sequence=${part("id")}`,
    `startDate=${part("startDate")}`,
    `state=${part("state").toUpperCase()}`,
  ];
  const hash = Number(textAt(sprint, "id") ?? 0)
    .toString(16)
    .padStart(8, "0");
  return `com.atlassian.greenhopper.service.sprint.Sprint@${hash}[${members.join(",")}]`;
}
