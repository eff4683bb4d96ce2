import { afterEach, describe, expect, test } from "vitest";
import type { JiraSite } from "../../sandbox/jira/site.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { openApp, syncAndPublish } from "../support/app.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const minutes = 60_000;
const empty = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };
const data = { ...smallData, github: { ...smallData.github, "acme/docs": empty } };

let ending = new AsyncDisposableStack();
afterEach(async () => {
  await ending.disposeAsync();
  ending = new AsyncDisposableStack();
});

/** PAY-3 is in the first iteration; acme/api#2 is due in the second. */
class RemoteWorld {
  readonly place: AppContext;
  readonly hands: TrackerHands;
  readonly sandbox: Sandbox;
  readonly tick: (ms: number) => void;

  constructor(place: AppContext, sandbox: Sandbox, tick: (ms: number) => void) {
    this.place = place;
    this.sandbox = sandbox;
    this.hands = new TrackerHands(sandbox);
    this.tick = tick;
  }

  static async open(jira: "cloud" | "data-center"): Promise<RemoteWorld> {
    let now = Date.parse(smallInstant);
    const clock = () => now;
    const sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0, jira });
    ending.defer(() => sandbox.close());
    const place = await openApp({ connections: sandbox.connections, trainFile: smallTrains, clock }, ending);
    await startAll(place.store, place.trains, now);
    const world = new RemoteWorld(place, sandbox, (ms) => {
      now += ms;
    });
    world.site.people.editIssue("PAY-3", { customfield_10020: 1 });
    const { people } = sandbox.github;
    people.createMilestone("acme/api", { title: "Second", dueOn: Date.parse("2026-12-11T12:00:00Z") });
    people.createIssue("acme/api", { title: "Keep invoices", milestone: "Second" });
    await syncAndPublish(place);
    return world;
  }

  get site(): JiraSite {
    const [site] = this.sandbox.jira.values();
    if (site === undefined) throw new Error("there is no Jira");
    return site;
  }

  link(relationship: string, key: string): number {
    const [repository, number] = key.split("#");
    const url = `${this.sandbox.url}/github/${repository}/issues/${number}`;
    return this.site.people.linkElsewhere("PAY-3", { relationship, object: { url, title: key } });
  }

  async pass(): Promise<void> {
    this.tick(30 * minutes);
    await syncAndPublish(this.place);
  }

  comments(): readonly string[] {
    return ["PAY-3", "acme/api#2"].flatMap((key) => this.hands.written({ key }));
  }

  async waits(): Promise<readonly string[]> {
    const { store, trains, runtime } = this.place;
    const [train] = trains;
    if (train === undefined) throw new Error("there is no train");
    const { view } = await evaluateStored(evaluating(store), train, runtime.clock());
    const itemOf = (id: string) => [...view.items.values()].find(({ item }) => item.id === id)?.item;
    return view.dependencies
      .filter(({ consumer }) => itemOf(consumer)?.key === "PAY-3")
      .map(({ provider }) => `${itemOf(provider)?.key} ${itemOf(provider)?.presence}`);
  }
}

describe.each(["cloud", "data-center"] as const)("a remote link in Jira (%s)", (jira) => {
  test("to a GitHub issue that comes too late is a conflict at both ends, until people remove it", async () => {
    const world = await RemoteWorld.open(jira);
    expect(world.comments()).toEqual([]);
    const id = world.link("is blocked by", "acme/api#2");
    await world.pass();
    const open = world.comments();
    expect(open).toHaveLength(2);
    expect(open[0]).toContain("Jira remote link “is blocked by” in this item");
    expect(open[1]).toMatch(/Jira remote link “is blocked by” in .*PAY-3/u);
    world.site.people.unlinkElsewhere("PAY-3", id);
    await world.pass();
    const ended = world.comments();
    expect(ended).toHaveLength(2);
    for (const comment of ended) expect(comment).toContain("was removed");
    expect(await world.waits()).toEqual([]);
  });

  test("that orders nothing is no dependency; one to a repository of no team is read there", async () => {
    const world = await RemoteWorld.open(jira);
    const { number } = world.sandbox.github.people.createIssue("acme/docs", { title: "Write the guide" });
    world.link("mentioned in", "acme/api#2");
    world.link("depends on", `acme/docs#${number}`);
    await world.pass();
    expect(await world.waits()).toEqual([`acme/docs#${number} present`]);
    const before = world.sandbox.requests().jira;
    await world.pass();
    const first = world.sandbox.requests().jira - before;
    await world.pass();
    expect(world.sandbox.requests().jira - before).toBe(2 * first);
  });
});
