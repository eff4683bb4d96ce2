import type { Marker } from "../../src/ports/connector.ts";
import { keepTicks } from "./ticks.ts";

/** Our part of a body, between two comments that render to nothing. What people write around it is theirs. */
const opening = "<!-- signalbox:begin ";
const closing = "<!-- signalbox:end -->";

/** True for anything that holds a managed part, whoever wrote it: compare the author too. */
export function isMarked(body: string): boolean {
  return body.includes(opening);
}

export function withMarks(managed: string, marker: Marker): string {
  return `${begin(marker)}\n${managed}\n${closing}`;
}

/** True where the body holds the managed part of exactly this marker. */
export function holdsMarker(body: string, marker: Marker): boolean {
  return body.includes(begin(marker));
}

/** The marker of the managed part that a body holds first; null where it holds none. */
export function markerIn(body: string): Marker | null {
  const [, written] = /<!-- signalbox:begin (\S+) -->/u.exec(body) ?? [];
  return written?.replaceAll(/(?:%[\dA-F]{2})+/gu, decode) ?? null;
}

/** The body with its managed part under another marker. */
export function withMarker(body: string, from: Marker, to: Marker): string {
  return body.replaceAll(begin(from), () => begin(to));
}

/**
 * The body with our part replaced, ticks in it kept, and everything around it kept to the byte.
 * @returns null where our marks are gone, or doubled so that nobody can tell which is ours.
 */
export function replaceManaged(body: string, managed: string, marker: Marker): string | null {
  const place = placeOf(body, marker);
  if (place === null) return null;
  // The web page sends its edits with CRLF: the same text all the same.
  const remotePart = body.slice(place.start, place.end).replaceAll("\r\n", "\n");
  const part = withMarks(keepTicks(managed, remotePart), marker);
  return remotePart === part ? body : body.slice(0, place.start) + part + body.slice(place.end);
}

/** The body without its managed part; empty where that is not to be found for certain. */
export function besideIn(body: string, marker: Marker): string {
  const place = placeOf(body, marker);
  return place === null ? "" : body.slice(0, place.start) + body.slice(place.end);
}

/** The managed part of a body, marks included; null where it is not to be found for certain. */
export function managedPart(body: string, marker: Marker): string | null {
  const place = placeOf(body, marker);
  return place === null ? null : body.slice(place.start, place.end);
}

function placeOf(body: string, marker: Marker) {
  const mark = begin(marker);
  const start = body.indexOf(mark);
  const end = body.indexOf(closing, start + mark.length);
  if (start === -1 || end === -1 || body.includes(mark, start + mark.length)) return null;
  return { start, end: end + closing.length };
}

function begin(marker: Marker): string {
  return `${opening}${safe(marker)} -->`;
}

/** Nothing in a marker may end the comment or look like another marker. */
function safe(marker: Marker): string {
  return marker.replaceAll(/[^\w.:/#@-]/gu, encode).replaceAll("--", "-%2D");
}

function encode(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}

function decode(escaped: string): string {
  const bytes = escaped.slice(1).split("%");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)),
  );
}
