import { describe, expect, test } from "vitest";

import { sprintId, workItemId } from "../../../src/domain/ids.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { blocks, idOf, item, jiraTeam, model, now, pullRequest, ref, train } from "../plan.ts";
import type { ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const items = [item("PAY-1"), item("PAY-2"), item("LED-1"), item("acme/api#7")];

function dependencies(parts: ModelParts, changes: Partial<Train> = {}): string[] {
  const facts: Model = model({ items, ...parts });
  return viewTrain(facts, train(changes), now).dependencies.map(
    ({ consumer, provider, origins, crossTracker }) =>
      `${consumer} waits for ${provider} by ${origins.join("+")}${crossTracker ? " across" : ""}`,
  );
}

const waits = (consumer: string, provider: string, by: string) => `${consumer} waits for ${provider} by ${by}`;
const jira = (changes: Partial<Link>) => dependencies({ links: [blocks("PAY-1", "PAY-2", changes)] });

describe("what a link means", () => {
  test.each<[string, Partial<Link>, string[]]>([
    ["source blocks target", { typeName: "BLOCKS" }, [waits(idOf("PAY-2"), idOf("PAY-1"), "jira-link")]],
    ["target blocks source", { typeName: "depends" }, [waits(idOf("PAY-1"), idOf("PAY-2"), "jira-link")]],
    ["a type nobody configured", { typeName: "Relates" }, []],
    [
      "GitHub's relation",
      { origin: "github-blocked-by", typeName: "" },
      [waits(idOf("PAY-2"), idOf("PAY-1"), "github-blocked-by")],
    ],
    [
      "a remote link, whatever the type with its words",
      { origin: "jira-remote-link", typeName: "depends" },
      [waits(idOf("PAY-2"), idOf("PAY-1"), "jira-remote-link")],
    ],
    ["text", { origin: "text", typeName: "" }, [waits(idOf("PAY-2"), idOf("PAY-1"), "text")]],
  ])("%s", (_, changes, expected) => {
    expect(jira(changes)).toEqual(expected);
  });

  test("text only where the train reads text", () => {
    const links = [blocks("PAY-1", "PAY-2", { origin: "text" })];
    expect(dependencies({ links }, { textReferences: false })).toEqual([]);
  });

  test("a remote link also where the train reads no text", () => {
    const links = [blocks("PAY-1", "PAY-2", { origin: "jira-remote-link" })];
    expect(dependencies({ links }, { textReferences: false })).toHaveLength(1);
  });

  test("one dependency per pair, with every origin, the trackers' own first", () => {
    const links = [
      blocks("?PAY-1", "PAY-2", { origin: "jira-remote-link", id: "0" }),
      blocks("PAY-1", "PAY-2", { origin: "text", id: "1" }),
      blocks("?PAY-1", "PAY-2", { origin: "text", id: "2" }),
      blocks("PAY-2", "PAY-1", { typeName: "Depends", id: "3" }),
      blocks("PAY-2", "PAY-2", { id: "4" }),
    ];
    expect(dependencies({ links })).toEqual([
      waits(idOf("PAY-2"), idOf("PAY-1"), "jira-link+jira-remote-link+text"),
      waits(idOf("PAY-2"), idOf("PAY-2"), "jira-link"),
    ]);
  });
});

describe("keys", () => {
  const text = { origin: "text" } as const;

  test.each<[string, Link, string[]]>([
    [
      "a key of the other tracker",
      blocks("?acme/api#7", "PAY-1", text),
      [`${waits(idOf("PAY-1"), idOf("acme/api#7"), "text")} across`],
    ],
    [
      "a key as the consumer",
      blocks("acme/api#7", "?PAY-1", text),
      [`${waits(idOf("PAY-1"), idOf("acme/api#7"), "text")} across`],
    ],
    [
      "an unknown number of a known project",
      blocks("?PAY-99", "PAY-1", text),
      [waits(idOf("PAY-1"), ref("PAY-99"), "text")],
    ],
    [
      "a project only the train file knows",
      blocks("?WEB-1", "PAY-1", text),
      [waits(idOf("PAY-1"), ref("WEB-1"), "text")],
    ],
    ["no project at all", blocks("?UTF-8", "PAY-1", text), []],
    [
      "an unknown issue of GitHub",
      blocks("?else/where#1", "PAY-1", text),
      [`${waits(idOf("PAY-1"), ref("else/where#1"), "text")} across`],
    ],
    ["a pull request", blocks("?acme/api#8", "PAY-1", text), []],
    ["an unknown consumer", blocks("PAY-1", "?PAY-99", text), []],
    ["an item the model does not hold", blocks("PAY-98", "PAY-1"), [waits(idOf("PAY-1"), idOf("PAY-98"), "jira-link")]],
  ])("%s", (_, link, expected) => {
    const pullRequests = [{ ...pullRequest, key: "acme/API#8" }];
    const teams = [...train().teams, jiraTeam("web")];
    expect(dependencies({ links: [link], pullRequests }, { teams })).toEqual(expected);
  });

  test.each(["text", "jira-remote-link"] as const)(
    "of an item's own, former ones too, are no other item, whichever end the %s gives it",
    (origin) => {
      const former = { system: "jira", connection: "j", kind: "item", name: "OLD-1", isCurrent: false } as const;
      const names = [{ ...former, nativeId: item("PAY-1").nativeId }];
      const said = ["?OLD-1", "?PAY-1"].flatMap((key) => [
        blocks(key, "PAY-1", { origin }),
        blocks("PAY-1", key, { origin }),
      ]);
      const links = [...said, blocks("?OLD-1", "PAY-2", { origin })].map((link, n) => ({ ...link, id: String(n) }));
      expect(dependencies({ links, names })).toEqual([waits(idOf("PAY-2"), idOf("PAY-1"), origin)]);
    },
  );

  test("of several items with one key: the reporter's connection, then what was read, then the smallest id", () => {
    const at = (connection: string, nativeId: string) => workItemId({ system: "jira", connection }, nativeId);
    const twin = (connection: string, nativeId: string, presence: "present" | "gone" | "stub" = "present") =>
      item("OPS-1", { id: at(connection, nativeId), connection, nativeId, presence });
    const provider = (twins: readonly ReturnType<typeof twin>[], consumer = "PAY-1") => {
      const links = [blocks("?OPS-1", consumer, text)];
      return viewTrain(model({ items: [...items, ...twins], links }), train(), now).dependencies.at(0)?.provider;
    };
    expect(provider([twin("a", "1"), twin("j", "9", "stub")])).toBe(at("j", "9"));
    expect(provider([twin("a", "1", "stub"), twin("b", "2", "gone"), twin("c", "3")], "acme/api#7")).toBe(at("c", "3"));
    expect(provider([twin("a", "1", "stub"), twin("b", "2", "gone")], "acme/api#7")).toBe(at("b", "2"));
    expect(provider([twin("a", "2"), twin("a", "1")], "acme/api#7")).toBe(at("a", "1"));
  });

  test("ids name system, connection and kind", () => {
    expect(sprintId({ system: "jira", connection: "j" }, "version", "7")).toBe("jira:j:version:7");
  });
});
