import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/ports/connector.ts";
import { aGithubItem, aTrain, anItem, checkout, githubId, jiraId, membersOf, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, blocks, pulled } from "./pulled.ts";

const scope: Scope = { containers: ["pay"], jqls: [], linkTypes: ["blocks"], versions: false };
const outside = (nativeId: string) => anItem({ nativeId, key: `LED-${nativeId}`, container: "LED" });

describe.each(engines)("what is read again, in %s", (engine) => {
  const test = useTestDatabase(engine);
  const read = (...items: Parameters<typeof pulled>[]) =>
    test.store.savePage("acme", aPage({ items: items.map((item) => pulled(...item)) }), noon);
  const handles = (change: Partial<Scope> = {}) => test.store.handlesToReread("acme", { ...scope, ...change });

  it("is both ends of dependencies and parents, read before or not", async () => {
    await read(
      [anItem({ parentId: jiraId("40") }), { links: [blocks("20", "1"), blocks("1", "30")], stubs: [aStub("30")] }],
      [outside("20")],
      [outside("40")],
      [outside("50")],
    );
    expect(await handles()).toEqual(["20", "30", "40"]);
  });

  it("is not what a link reaches that is no dependency", async () => {
    await read([anItem(), { links: [blocks("1", "30", { typeName: "Relates" })], stubs: [aStub("30")] }]);
    expect(await handles()).toEqual([]);
  });

  it("is nothing beyond the neighbours", async () => {
    await read(
      [anItem(), { links: [blocks("20", "1")] }],
      [outside("20"), { links: [blocks("21", "20")], stubs: [aStub("21")] }],
    );
    expect(await handles()).toEqual(["20"]);
  });

  it("is what a finished end is a duplicate of, to the end of the chain, and nothing else is a duplicate of", async () => {
    const duplicate = (source: string, target: string, which: "source" | "target" = "source") =>
      blocks(source, target, { typeName: "Duplicate", duplicate: which });
    const shut = (nativeId: string) => anItem({ ...outside(nativeId), status: "cancelled" });
    await read(
      [anItem(), { links: [blocks("20", "1")] }],
      [shut("20"), { links: [duplicate("20", "21"), duplicate("40", "20")], stubs: [aStub("40")] }],
      [shut("21"), { links: [duplicate("22", "21", "target"), duplicate("21", "20")] }],
      [outside("22"), { links: [duplicate("22", "23")], stubs: [aStub("23")] }],
      [anItem({ nativeId: "2", status: "cancelled" }), { links: [duplicate("2", "50")], stubs: [aStub("50")] }],
    );
    expect(await handles()).toEqual(["20", "21", "22"]);
  });

  it("follows duplicates from what words name, and by a type that the train file calls so", async () => {
    const says = { ...blocks("1", "1"), id: "text:a", origin: "text", source: "key:jira:LED-20" } as const;
    await read(
      [anItem(), { links: [says] }],
      [
        anItem({ ...outside("20"), status: "done" }),
        { links: [blocks("20", "21", { typeName: "Doppelt" })], stubs: [aStub("21")] },
      ],
    );
    expect(await handles()).toEqual(["20"]);
    expect(await handles({ duplicateTypes: ["doppelt"] })).toEqual(["20", "21"]);
  });

  it("is not what is gone, nor what the streams bring", async () => {
    await read(
      [anItem(), { links: [blocks("1", "2"), blocks("20", "1"), blocks("21", "1")] }],
      [anItem({ nativeId: "2" })],
      [anItem({ nativeId: "20", container: "LED", presence: "gone" })],
      [outside("21")],
    );
    expect(await handles()).toEqual(["21"]);
    expect(await handles({ containers: "all" })).toEqual([]);
    await test.store.saveMembership("acme", "labels = x", membersOf([jiraId("21")]));
    expect(await handles({ jqls: ["labels = x"] })).toEqual([]);
  });

  it("is what words name, by id where the model has it, by key where not", async () => {
    const says = (id: string, key: `key:${string}`) =>
      ({ ...blocks(id, "1"), id: `text:${id}`, origin: "text", source: key }) as ReturnType<typeof blocks>;
    await read(
      [anItem(), { links: [says("a", "key:jira:LED-20"), says("b", "key:jira:XYZ-1"), says("c", "key:github:a/b#1")] }],
      [outside("20")],
    );
    expect(await handles()).toEqual(["20", "XYZ-1"]);
  });

  it("is what an address of this site names, and of no other", async () => {
    const connection = {
      key: "acme",
      system: "jira",
      site: "https://acme.example",
      alsoAt: ["https://old.example/jira"],
    } as const;
    await test.store.saveTrains([], [connection]);
    const says = (id: string, key: string) => ({
      ...blocks(id, "1"),
      id: `text:${id}`,
      origin: "text" as const,
      source: `key:jira:${key}` as const,
    });
    const links = [
      says("a", "LED-20@acme.example"),
      says("b", "LED-21@old.example/jira"),
      says("c", "LED-22@acme.example/some/page"),
      says("d", "LED-23@other.example"),
      says("e", "LED-24@acme.example.org"),
      says("f", "LED-25@old.example"),
    ];
    await read([anItem(), { links }], [outside("20")]);
    expect(await handles()).toEqual(["20", "LED-21", "LED-22"]);
  });

  it("is what a team's item of another connection waits for, but not what a neighbour there does", async () => {
    await test.store.saveTrains([aTrain({ teams: [checkout, { ...(aTrain().teams[1] ?? checkout) }] })], []);
    await read([outside("20")], [outside("21")]);
    const waits = (nativeId: string, container: string, key: "LED-20" | "LED-21") =>
      pulled(aGithubItem({ nativeId, container }), {
        links: [
          {
            ...blocks(nativeId, key),
            id: `text:${key}`,
            origin: "text",
            source: `key:jira:${key}`,
            target: githubId(nativeId),
          },
        ],
      });
    const items = [waits("1", "Acme/API", "LED-20"), waits("2", "acme/other", "LED-21")];
    await test.store.savePage("hub", aPage({ items }), noon);
    expect(await handles()).toEqual(["20"]);
  });
});
