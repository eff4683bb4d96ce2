import type { Marker } from "../../src/ports/connector.ts";
import { keepTicks } from "./ticks.ts";

/** The managed part of a body lies between two invisible comments. Signalbox keeps people's text around it. */
const opening = "<!-- signalbox:begin ";
const closing = "<!-- signalbox:end -->";

/** Whether a body contains a managed part, of any author: compare the author too. */
export function isMarked(body: string): boolean {
  return body.includes(opening);
}

export function withMarks(managed: string, marker: Marker): string {
  return `${begin(marker)}\n${managed}\n${closing}`;
}

/** Whether the body contains the managed part with exactly this marker. */
export function holdsMarker(body: string, marker: Marker): boolean {
  return body.includes(begin(marker));
}

/** The marker of the first managed part in a body; null if there is none. */
export function markerIn(body: string): Marker | null {
  const [, written] = /<!-- signalbox:begin (\S+) -->/u.exec(body) ?? [];
  return written?.replaceAll(/(?:%[\dA-F]{2})+/gu, decode) ?? null;
}

/** The body with its managed part under another marker. */
export function withMarker(body: string, from: Marker, to: Marker): string {
  return body.replaceAll(begin(from), () => begin(to));
}

/**
 * Replaces the managed part, keeps its ticks, and keeps all bytes around it.
 * @returns null if the marks are missing, or duplicated and thus ambiguous
 */
export function replaceManaged(body: string, managed: string, marker: Marker): string | null {
  const place = placeOf(body, marker);
  if (place === null) return null;
  // GitHub's web page saves edits with CRLF, which is no difference.
  const remotePart = body.slice(place.start, place.end).replaceAll("\r\n", "\n");
  const part = withMarks(keepTicks(managed, remotePart), marker);
  return remotePart === part ? body : body.slice(0, place.start) + part + body.slice(place.end);
}

/** The body without its managed part; empty without exactly one. */
export function besideIn(body: string, marker: Marker): string {
  const place = placeOf(body, marker);
  return place === null ? "" : body.slice(0, place.start) + body.slice(place.end);
}

/** The managed part of a body, including the marks; null without exactly one. */
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

/** Encodes a marker, so that it cannot end the comment or look like another marker. */
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
