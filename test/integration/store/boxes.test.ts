import { describe, expect, it } from "vitest";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import { noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage } from "./pulled.ts";

const box = (nativeId: string, change: Partial<Sprint> = {}): Sprint => ({
  id: `jira:acme:sprint:${nativeId}`,
  system: "jira",
  connection: "acme",
  kind: "sprint",
  nativeId,
  name: "as the board has it",
  state: "active",
  startsAt: noon,
  endsAt: null,
  completedAt: null,
  boardId: 9,
  container: null,
  ...change,
});
const mention = (nativeId: string, change: Partial<Sprint> = {}) =>
  box(nativeId, { name: "as an issue has it", boardId: 10, startsAt: null, ...change });

describe.each(engines)("boxes in %s", (engine) => {
  const test = useTestDatabase(engine);
  const list = (...sprints: readonly Sprint[]) =>
    test.store.savePage("acme", aPage({ sprints, wholeList: "sprint" }), noon);
  const mentioned = (...mentions: readonly Sprint[]) => test.store.savePage("acme", aPage({ mentions }), noon);
  const names = async () => [...(await test.store.loadModel()).sprints.values()].map(({ id, name }) => [id, name]);

  it("that a list told stay as it told them, whatever an issue that another process read mentions", async () => {
    await list(box("1"));
    expect(await mentioned(mention("1"))).toMatchObject({ written: 0 });
    expect([...(await test.store.loadModel()).sprints.values()]).toEqual([box("1", { listed: true })]);
  });

  it("that are mentioned first are what the list tells, once it does", async () => {
    await mentioned(mention("1"), mention("2"));
    await list(box("1"));
    await mentioned(mention("1"), mention("2", { state: "closed" }));
    expect([...(await test.store.loadModel()).sprints.values()]).toEqual([
      box("1", { listed: true }),
      mention("2", { state: "closed", listed: false }),
    ]);
  });

  it("that a list tells no more are known by mention again, those of other kinds and pages are not touched", async () => {
    const release = box("7", { id: "jira:acme:version:7", kind: "version", nativeId: "7" });
    await list(box("1"), box("2"));
    await test.store.savePage("acme", aPage({ sprints: [release] }), noon);
    await list(box("2"));
    const { sprints } = await test.store.loadModel();
    expect([...sprints.values()].map(({ nativeId, listed }) => [nativeId, listed])).toEqual([
      ["1", false],
      ["2", true],
      ["7", true],
    ]);
    await mentioned(mention("1"), mention("2"), { ...release, name: "as an issue has it" });
    expect(await names()).toEqual([
      ["jira:acme:sprint:1", "as an issue has it"],
      ["jira:acme:sprint:2", "as the board has it"],
      ["jira:acme:version:7", "as the board has it"],
    ]);
  });

  it("that are mentioned and listed on one page are what the list tells", async () => {
    await test.store.savePage("acme", aPage({ sprints: [box("1")], mentions: [mention("1")] }), noon);
    await mentioned(mention("1"));
    expect(await names()).toEqual([["jira:acme:sprint:1", "as the board has it"]]);
  });
});
