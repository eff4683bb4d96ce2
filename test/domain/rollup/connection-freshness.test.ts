import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../../src/domain/failure.ts";
import type { StreamState } from "../../../src/domain/model/model.ts";
import { sourcesOf } from "../../../src/domain/rollup/connection-freshness.ts";
import { aModel, aTrain, noon } from "../../support/builders.ts";

const minute = 60_000;

/** Read so many minutes before noon; null for never. */
function stream(name: string, minutesAgo: number | null, code: FailureCode | null = null): StreamState {
  return {
    connection: "acme",
    stream: name,
    watermark: null,
    completedAt: minutesAgo === null ? null : noon - minutesAgo * minute,
    rejected: 0,
    token: null,
    failure: code === null ? null : { code, text: "as the tracker says", at: noon },
  };
}

const source = (...streams: readonly StreamState[]) => sourcesOf(aTrain(), aModel({ streams }), noon)[0];

describe("a source", () => {
  test("is as good as its latest reading while all is read as it should be", () => {
    expect(source(stream("issues", 1), stream("sprints", 59))).toEqual({
      connection: "acme",
      system: "jira",
      completedAt: noon - 59 * minute,
      asOf: noon - minute,
      failure: null,
      isStale: false,
      staleStreams: [],
    });
  });

  test("of a train stands by its key, with its system; other connections are no source of it", () => {
    const streams = [{ ...stream("issues", 1), connection: "other" }, stream("issues", 1)];
    const sources = sourcesOf(aTrain(), aModel({ streams }), noon);
    expect(sources.map(({ connection, system, isStale }) => [connection, system, isStale])).toEqual([
      ["acme", "jira", false],
      ["hub", "github", true],
    ]);
  });
});

describe("stale", () => {
  const cases: readonly (readonly [string, readonly StreamState[], object])[] = [
    ["never read", [], { asOf: null, failure: null, staleStreams: [] }],
    [
      "never read, since the token is wrong",
      [stream("issues", null, "unauthorized")],
      { asOf: null, failure: "unauthorized", staleStreams: [] },
    ],
    [
      "never read: a failure that may pass counts at once",
      [stream("issues", null, "unreachable")],
      { asOf: null, failure: "unreachable" },
    ],
    [
      "a dead token, as soon as one stream finds it: nothing of it will be read",
      [stream("issues", 3, "unauthorized"), stream("sprints", 40)],
      { asOf: noon - 3 * minute, failure: "unauthorized", staleStreams: [], completedAt: noon - 40 * minute },
    ],
    [
      "silent for more than an hour",
      [stream("issues", 61), stream("sprints", 90)],
      { asOf: noon - 61 * minute, failure: null, staleStreams: [] },
    ],
    [
      "silent for more than an hour, since it is down",
      [stream("issues", 61), stream("sprints", 90, "tracker-unavailable")],
      { asOf: noon - 61 * minute, failure: "tracker-unavailable", staleStreams: [] },
    ],
    [
      "one part is refused",
      [stream("issues", 1), stream("sprints", 30, "forbidden"), stream("versions", 20, "not-found")],
      { asOf: noon - 30 * minute, failure: "forbidden", staleStreams: ["sprints", "versions"] },
    ],
    [
      "one part was never read",
      [stream("issues", 1), stream("sprints", null)],
      { asOf: null, failure: null, staleStreams: ["sprints"] },
    ],
    [
      "one part is older than two sweeps",
      [stream("issues", 1), stream("sprints", 121, "unreachable")],
      { asOf: noon - 121 * minute, failure: "unreachable", staleStreams: ["sprints"] },
    ],
    [
      "all parts, one by one, are the whole",
      [stream("issues", 1, "forbidden"), stream("sprints", 2, "forbidden")],
      { asOf: noon - minute, failure: "forbidden", staleStreams: [] },
    ],
  ];

  test.each(cases)("%s", (_, streams, expected) => {
    expect(source(...streams)).toMatchObject({ isStale: true, ...expected });
  });
});

describe("not stale", () => {
  const cases: readonly (readonly [string, readonly StreamState[]])[] = [
    ["just an hour old", [stream("issues", 60)]],
    ["a part just two sweeps old", [stream("issues", 1), stream("sprints", 120)]],
    ...(["rate-limited", "tracker-unavailable", "unreachable", "unreadable-answer"] as const).map(
      (code) => [`${code}, which may pass`, [stream("issues", 59, code), stream("sprints", 59)]] as const,
    ),
  ];

  test.each(cases)("%s", (_, streams) => {
    expect(source(...streams)).toMatchObject({ isStale: false, failure: null, staleStreams: [] });
  });

  test("where the train file has longer bounds", () => {
    const train = aTrain({ staleAfter: { pollMs: 300 * minute, sweepMs: 300 * minute } });
    const streams = [stream("issues", 299), stream("sprints", 299)];
    expect(sourcesOf(train, aModel({ streams }), noon)[0]).toMatchObject({ isStale: false });
  });
});
