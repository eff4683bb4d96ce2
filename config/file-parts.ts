import { z } from "zod";
import type { Path } from "./problems.ts";

/** A part of the file with its place, whatever else is wrong with the file. */
export type Part = { readonly path: Path; readonly value: unknown };

/** Collects problems with their places. */
export type Report = (path: Path, text: string) => void;

const record = z.record(z.string(), z.unknown());

/** @returns the value of a key, or undefined */
export function field(value: unknown, key: string): unknown {
  return record.safeParse(value).data?.[key];
}

export function child({ path, value }: Part, key: string): Part {
  return { path: [...path, key], value: field(value, key) };
}

/** The elements of the list under a key; none without a list. */
export function elements(part: Part, key: string): Part[] {
  const { path, value } = child(part, key);
  return Array.isArray(value) ? value.map((item: unknown, index) => ({ path: [...path, index], value: item })) : [];
}

/** Like `elements`, but a single element may stand without its list. */
export function elementOrElements(part: Part, key: string): Part[] {
  const only = child(part, key);
  if (Array.isArray(only.value)) return elements(part, key);
  return only.value === undefined ? [] : [only];
}

/** The values of the map under a key. */
export function entries(part: Part, key: string): Part[] {
  const { path, value } = child(part, key);
  const map = record.safeParse(value).data ?? {};
  return Object.entries(map).map(([name, item]) => ({ path: [...path, name], value: item }));
}
