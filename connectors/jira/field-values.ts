import type { GivenValue } from "../../src/domain/model/train.ts";
import { adfDocument, paragraph, textNodes } from "./adf.ts";
import type { AllowedValue, CreateField } from "./create-fields.ts";

/** A value in the API's form, or the reason why there is none. */
export type Converted = { readonly value: unknown } | { readonly problem: string };

/** Account ids by the names that the train file uses for people. */
export type People = ReadonlyMap<string, string>;

type One = string | number | boolean;

/** Converts a value from the train file to the form of the field's type. Pure. */
export function fieldValue(field: CreateField, given: GivenValue, people: People): Converted {
  const { type, items = "string" } = field.schema;
  const list: readonly One[] = typeof given === "object" ? given : [given];
  if (type === "option-with-child") return cascading(field, list);
  if (type === "array" && items !== "json") {
    const all = list.map((one) => oneValue({ field, type: items, people }, one));
    const wrong = all.find((one) => "problem" in one);
    return wrong ?? { value: all.flatMap((one) => ("value" in one ? [one.value] : [])) };
  }
  const [first, ...more] = list;
  if (first === undefined || more.length > 0) return { problem: `${quoted(field.name)} takes one value` };
  return oneValue({ field, type: type === "array" ? "number" : type, people }, first);
}

/** `type`: of one value, if the field accepts several. */
type Wanted = { readonly field: CreateField; readonly type: string; readonly people: People };

function oneValue({ field, type, people }: Wanted, given: One): Converted {
  const words = String(given).trim();
  switch (type) {
    case "string":
      return stringValue(field, words);
    case "number":
      return words !== "" && Number.isFinite(Number(words)) ? { value: Number(words) } : isNo("a number", field, words);
    case "date":
      return isDay(words) ? { value: words } : isNo("a day such as 2026-12-01", field, words);
    case "datetime": {
      const at = Date.parse(words);
      if (!Number.isFinite(at)) return isNo("an instant such as 2026-12-01T09:00:00Z", field, words);
      return { value: new Date(at).toISOString().replace("Z", "+0000") };
    }
    case "user": {
      const accountId = people.get(words);
      return accountId === undefined ? isNo("one person on this site", field, words) : { value: { accountId } };
    }
    case "group":
      return { value: { name: words } };
    case "issuelink":
      return { value: { key: words.toUpperCase() } };
    case "option":
    case "priority":
    case "resolution":
    case "version":
    case "component":
    case "securitylevel":
      return allowedValue(field, type, words);
    default:
      return field.allowedValues == null || field.allowedValues.length === 0
        ? { value: given }
        : allowedValue(field, type, words);
  }
}

function stringValue({ name, schema }: CreateField, words: string): Converted {
  if (schema.type === "array" && /\s/u.test(words)) {
    return { problem: `a value of ${quoted(name)} holds no spaces: "${words}"` };
  }
  const isRich = schema.custom?.endsWith(":textarea") === true || schema.system === "environment";
  return { value: isRich ? adfDocument(words.split("\n").map((line) => paragraph(textNodes(line)))) : words };
}

function isDay(words: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(words)) return false;
  const at = Date.parse(words);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(words);
}

function isNo(kind: string, { name }: CreateField, words: string): Converted {
  return { problem: `${quoted(name)} takes ${kind}, not "${words}"` };
}

/** Finds an allowed value by id, or by its displayed name, ignoring case. */
function allowedValue(field: CreateField, type: string, words: string): Converted {
  const allowed = field.allowedValues ?? [];
  if (allowed.length === 0) return { value: type === "option" ? { value: words } : { name: words } };
  const found = allowed.find((one) => isCalled(one, words));
  if (found?.id !== undefined) return { value: { id: found.id } };
  return { problem: `"${words}" is no value of ${quoted(field.name)}, which takes ${namesOf(allowed)}` };
}

function isCalled({ id, value, name }: AllowedValue, words: string): boolean {
  const wanted = words.toLowerCase();
  return id === words || value?.toLowerCase() === wanted || name?.toLowerCase() === wanted;
}

/** `Payments / Cards`, or a list of both. */
function cascading(field: CreateField, list: readonly One[]): Converted {
  const words = list.length === 1 ? String(list[0]).split(/\s+\/\s+/u) : list.map(String);
  const [parent = "", child, ...more] = words;
  const found = field.allowedValues?.find((one) => isCalled(one, parent));
  if (found?.id === undefined || more.length > 0) return allowedValue(field, "option", words.join(" / "));
  if (child === undefined) return { value: { id: found.id } };
  const under = found.children?.find(({ id, value }) => id === child || value.toLowerCase() === child.toLowerCase());
  if (under !== undefined) return { value: { id: found.id, child: { id: under.id } } };
  return {
    problem: `"${child}" is no value of ${quoted(field.name)} under "${parent}", which takes ${namesOf(found.children ?? [])}`,
  };
}

const namedAtMost = 10;

/** `"Gold", "Silver"`; the first ten at most. */
export function namesOf(allowed: readonly AllowedValue[]): string {
  const names = allowed.flatMap(({ value, name, id }) => value ?? name ?? id ?? []).map(quoted);
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : "";
  return names.length === 0 ? "none" : `${names.slice(0, namedAtMost).join(", ")}${more}`;
}

export function quoted(name: string): string {
  return `"${name}"`;
}
