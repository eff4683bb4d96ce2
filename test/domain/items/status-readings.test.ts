import { describe, expect, test } from "vitest";
import { guessedWords } from "../../../src/domain/items/statuses.ts";
import type { StatusMeaning } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { closed, finished, open, read, says } from "../issue-statuses.ts";

describe("of several meanings of a word", () => {
  const onConnection = says("todo", "Hold", { connection: "j" });
  const onBearer = says("in-progress", "Hold", { bearer: "resolution" });
  const onBoth = says("done", "Hold", { connection: "j", bearer: "resolution" });
  const onNeither = says("cancelled", "Hold");
  test.each<[string, readonly StatusMeaning[], WorkItem["status"]]>([
    ["the one of the connection comes before that of the bearer", [onBearer, onConnection, onNeither], "todo"],
    ["the one of both before either", [onBearer, onConnection, onBoth, onNeither], "done"],
    ["the one of the bearer before that of neither", [onNeither, onBearer], "in-progress"],
  ])("%s", (_, statuses, expected) => {
    expect(read("PAY-1", finished("Closed", "Hold"), statuses).status).toBe(expected);
    expect(read("PAY-1", finished("Closed", "Hold"), statuses.toReversed()).status).toBe(expected);
  });

  test.each<[string, Partial<WorkItem>, StatusMeaning["means"], WorkItem["status"]]>([
    ["under way, where the file says to do", { ...finished("Hold"), status: "in-progress" }, "todo", "todo"],
    ["to do, where the file says under way", { ...finished("Hold"), status: "todo" }, "in-progress", "in-progress"],
    ["finished with a word of the list, where the file says to do", finished("Hold", "Won't Do"), "todo", "todo"],
    [
      "finished with a word of the list, where it says under way",
      finished("Hold", "Won't Do"),
      "in-progress",
      "in-progress",
    ],
    ["finished with a word of no list, where it says done", finished("Hold", "Frobbed"), "done", "done"],
  ])("an issue that Jira has as %s", (_, changes, means, status) => {
    expect(read("PAY-1", changes, [says(means, "Hold", { bearer: "status" })])).toMatchObject({ status, guesses: [] });
  });

  test("what only a status says is told as its word", () => {
    const guess = { bearer: "status", word: "Abgebrochen", means: "cancelled", known: true };
    expect(read("PAY-1", finished("Abgebrochen"), []).guesses).toEqual([guess]);
    const named = { ...guess, word: "Obsolete" };
    expect(read("PAY-1", { ...finished("Obsolete"), status: "cancelled" }, []).guesses).toEqual([named]);
  });

  test("case, width and spaces make no other word", () => {
    expect(read("PAY-1", finished("Closed", "wontit"), [says("cancelled", "won tit")]).status).toBe("done");
    expect(read("PAY-1", finished("Closed", "STRASSE"), [says("cancelled", "straße")]).status).toBe("done");
    expect(read("PAY-1", finished("Closed", "ｗｏｎ  it "), [says("cancelled", " Won\u00a0It")]).status).toBe(
      "cancelled",
    );
  });
});

describe("a label that tells how an issue stands", () => {
  test.each<[string, Partial<WorkItem>, readonly StatusMeaning[], WorkItem["status"], string]>([
    ["is shown without spaces about it", open(" in progress "), [], "in-progress", "Open (in progress)"],
    [
      "also where the train file names it",
      open(" flying "),
      [says("in-progress", "flying")],
      "in-progress",
      "Open (flying)",
    ],
    [
      "or a closed one was dropped",
      closed(" wontfix "),
      [says("cancelled", "wontfix")],
      "cancelled",
      "Closed (wontfix)",
    ],
    [
      "puts one that is under way back",
      { ...open("parked"), status: "in-progress" },
      [says("todo", "parked")],
      "todo",
      "Open",
    ],
    ["in brackets", open("[Status] in progress"), [], "in-progress", "Open ([Status] in progress)"],
    ["not in the middle of others", open("no status in progress"), [], "todo", "Open"],
    [
      "not a closed one that is cancelled already",
      { ...closed("wontfix"), status: "cancelled" },
      [says("cancelled", "wontfix")],
      "cancelled",
      "Closed",
    ],
    ["not a closed one as begun", { ...closed("in progress"), status: "cancelled" }, [], "cancelled", "Closed"],
    [
      "not where the train file has another meaning for it",
      open("in progress"),
      [says("done", "in progress", { bearer: "label" })],
      "todo",
      "Open",
    ],
    ["not by a word that only begins so", open("stagein progress"), [], "todo", "Open"],
  ])("%s", (_, changes, statuses, status, words) => {
    const result = read("acme/api#1", changes, statuses);
    expect([result.status, result.words]).toEqual([status, words]);
  });

  test("and that is guessed is told without spaces about it", () => {
    expect(read("acme/api#1", open(" in progress "), []).guesses).toEqual([
      { bearer: "label", word: "in progress", means: "in-progress", known: true },
    ]);
  });
});

test("of words that as many items bear the first by bearer and word comes first", () => {
  const guess = (bearer: "label" | "resolution" | "status", word: string) =>
    ({ bearer, word, means: "cancelled", known: true }) as const;
  const guesses = [
    guess("status", "Dropped"),
    guess("resolution", "Void"),
    guess("resolution", "Obsolete"),
    guess("status", "Void"),
    guess("status", "VOID"),
  ];
  expect(guessedWords(guesses).map(({ bearer, word, count }) => `${bearer} ${word} ${count}`)).toEqual([
    "status Void 2",
    "resolution Obsolete 1",
    "resolution Void 1",
    "status Dropped 1",
  ]);
  expect(guessedWords(guesses.toReversed()).map(({ bearer, word }) => `${bearer} ${word}`)).toEqual([
    "status VOID",
    "resolution Obsolete",
    "resolution Void",
    "status Dropped",
  ]);
});
