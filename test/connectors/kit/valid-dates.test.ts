import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { instantOf as githubInstant } from "../../../connectors/github/place.ts";
import { dayOf, instantOf as jiraInstant } from "../../../connectors/jira/instant.ts";

describe("a day", () => {
  it.each(["2026-02-28", "2028-02-29", "2026-12-31", "0001-01-01", "9999-12-31"])("%s is one", (text) => {
    expect(dayOf(text)).toBe(text);
  });

  it.each([
    "2026-02-31",
    "2026-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-10-00",
    "0000-01-01",
    "-000001-01-01",
    "+012026-01-01",
    "99999-01-01",
    "2026-1-1",
    "2026-02-30T10:00:00Z",
    "tomorrow",
    "",
    20_261_124,
    null,
  ])("%s is none", (text) => {
    expect(dayOf(text)).toBeNull();
  });
});

describe("an instant", () => {
  it.each([
    ["2026-11-24T12:00:00.000+0100", Date.parse("2026-11-24T11:00:00Z")],
    ["2026-11-24T12:00:00Z", Date.parse("2026-11-24T12:00:00Z")],
    ["2028-02-29T23:59:59Z", Date.parse("2028-02-29T23:59:59Z")],
    ["0024-11-24T00:00:00Z", Date.parse("0024-11-24T00:00:00Z")],
  ])("%s is one", (text, at) => {
    expect([jiraInstant(text), githubInstant(text)]).toEqual([at, at]);
  });

  it.each([
    "2026-02-31T12:00:00Z",
    "2026-02-30T12:00:00.000+0000",
    "0000-12-31T23:00:00Z",
    "-000001-01-01T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "+010000-01-01T00:00:00Z",
    "9999-12-31T23:00:00-10:00",
    "soon",
    "",
  ])("%s is none", (text) => {
    expect([jiraInstant(text), githubInstant(text)]).toEqual([null, null]);
  });

  it.each([Number.NaN, Infinity, -Infinity, 8.64e15, -8.64e15, Number.MAX_SAFE_INTEGER])(
    "the number %s is none",
    (value) => {
      expect(jiraInstant(value)).toBeNull();
    },
  );

  it.prop([
    fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true }),
  ])("within the calendar is what it says", (date) => {
    expect(jiraInstant(date.toISOString())).toBe(date.getTime());
    expect(dayOf(date.toISOString().slice(0, 10))).toBe(date.toISOString().slice(0, 10));
  });
});
