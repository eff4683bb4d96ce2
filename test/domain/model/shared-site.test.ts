import { fc, test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { keyRef, workItemId } from "../../../src/domain/ids.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { anew, follower } from "../follow-train.ts";
import { blocks, box, githubTeam, item, model, now, ref, train } from "../plan.ts";

/** One thing that somebody does in a tracker, or in what we may see of it. */
type Act = (facts: Model) => Model;

/** Two GitHub connections to one site: each item may be a record of either. */
const shared: Model["sites"] = [
  { system: "github", connection: "g", sites: ["github.com"] },
  { system: "github", connection: "h", sites: ["github.com"] },
  { system: "jira", connection: "j", sites: ["acme.atlassian.net"] },
];
const hubs = fc.constantFrom("g", "h");
const hubKeys = ["acme/api#1", "acme/api#2", "beta/web#1", "beta/web#2", "else/lib#1"] as const;
const hubKey = fc.constantFrom(...hubKeys);
const recordIdOf = (hub: string, one: string) => workItemId({ system: "github", connection: hub }, one);
const recordId = fc.tuple(hubs, hubKey).map(([hub, one]) => recordIdOf(hub, one));

const changedRecord = fc
  .record({
    hub: hubs,
    key: hubKey,
    change: fc.oneof(
      fc.constant({}),
      fc.record({ status: fc.constantFrom("todo", "done", "cancelled" as const) }),
      fc.record({ presence: fc.constantFrom("present", "gone", "stub" as const) }),
      fc.record({ parentId: fc.option(recordId) }),
      fc.record({ container: fc.constantFrom("acme/api", "beta/web", "else/lib") }),
      fc.nat(7).map((ordinal) => ({ sprintIds: [box(ordinal, "github").id] })),
    ),
  })
  .map(({ hub, key, change }): Act => (facts) => {
    const id = recordIdOf(hub, key);
    const known = facts.items.get(id) ?? { ...item(key), id, connection: hub };
    return { ...facts, items: new Map(facts.items).set(id, { ...known, ...change }) };
  });

const goneRecord = recordId.map((id): Act => (facts) => {
  const items = new Map(facts.items);
  items.delete(id);
  return { ...facts, items };
});

const linkedRecords = fc
  .record({
    source: recordId,
    target: fc.oneof(
      recordId,
      hubKey.map(ref),
      hubKey.map((one) => keyRef("github", one, "github.com")),
    ),
    isTurned: fc.boolean(),
    change: fc.constantFrom<Partial<Link>>(
      { origin: "github-blocked-by" },
      { origin: "text", typeName: "blocked by" },
      { origin: "jira-link" },
      { origin: "github-duplicate-of", duplicate: "source" },
    ),
  })
  .map(({ source, target, isTurned, change }): Act => (facts) => {
    const ends = isTurned ? { source: target, target: source } : { source, target };
    const one = { ...blocks("?x", "?y", change), ...ends, id: `${change.origin} ${ends.source} ${ends.target}` };
    return { ...facts, links: new Map(facts.links).set(one.id, one) };
  });

const actsOnRecords = fc.oneof(
  { weight: 4, arbitrary: changedRecord },
  { weight: 3, arbitrary: linkedRecords },
  fc.nat(20).map((place): Act => (facts) => ({
    ...facts,
    links: new Map([...facts.links].filter((_, at) => at !== place)),
  })),
  goneRecord,
);

describe("a train's state over two connections to one site", () => {
  property.prop([fc.array(fc.array(actsOnRecords, { minLength: 1, maxLength: 6 }), { maxLength: 12 })], {
    numRuns: 400,
  })("says what a look at everything says", (history) => {
    const web = githubTeam("web", { connection: "h", repos: ["beta/web"] });
    const everyone = githubTeam("everyone", { repos: [] });
    const on = train({ teams: [githubTeam("api"), web, everyone] });
    let facts = model({ sites: shared });
    const follow = follower(on, facts);
    for (const some of history) {
      facts = some.reduce((present, act) => act(present), facts);
      expect(follow(facts, now)).toEqual(anew(on, facts, now));
    }
  });
});
