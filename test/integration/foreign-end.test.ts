import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStores } from "../../bench/simulate/stores.ts";
import { siteOf } from "../../bench/simulate/world.ts";
import { recordsAt, textAt } from "../../sandbox/record.ts";
import { firstFile } from "../support/living-data.ts";
import { hourMs, LivingOrganisation } from "../support/living-organisation.ts";

/* `Pay by card` needs an issue of a project that no team of the train has, and that comes too late. */

let ending: AsyncDisposableStack;
let life: LivingOrganisation;
let consumer = "";

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  const { store } = await openStores(ending);
  life = await LivingOrganisation.begin(store, ending);
  const { people } = siteOf(life.world.sandbox);
  consumer = people.createIssue({
    project: { key: "PAY" },
    issuetype: { name: "Story" },
    summary: "Pay by card",
    customfield_10020: 1106,
  });
  const provider = people.createIssue({
    project: { key: "PMO" },
    issuetype: { name: "Task" },
    summary: "Sign the contract",
    duedate: "2027-12-01",
  });
  people.link({ type: "Blocks", source: provider, destination: consumer });
  await life.run(firstFile, "Story Points");
  await life.pass(hourMs);
});

afterEach(() => ending.disposeAsync());

async function ofCard() {
  const { conflicts } = await life.state("payments");
  const conflict = conflicts.find((one) => one.consumer === "Pay by card");
  return { state: conflict?.state, firstSeenAt: conflict?.firstSeenAt, comment: life.comment("Pay by card") };
}

describe("a dependency on an item outside of the train", () => {
  test("that is removed has ended, whether or not anything reaches the item any more", async () => {
    const site = siteOf(life.world.sandbox);
    expect((await ofCard()).state).toBe("open");
    const [link] = recordsAt(site.people.issue(consumer), "fields", "issuelinks");
    life.ended.add("Pay by card");
    site.people.unlink(textAt(link, "id") ?? "");
    await life.pass(hourMs);
    expect(await ofCard()).toMatchObject({ state: "resolved", comment: expect.stringContaining("was removed") });
  });

  test("that vanishes with its hidden project has not, and is there again with it", async () => {
    const { administration, people } = siteOf(life.world.sandbox);
    const before = await ofCard();
    administration.hideProject("PMO");
    people.editIssue(consumer, { labels: ["card"] });
    await life.pass(3 * hourMs);
    expect(await ofCard()).toMatchObject({ state: "unseen", firstSeenAt: before.firstSeenAt });
    expect(life.wrong).toEqual([]);
    administration.showProject("PMO");
    people.editIssue(consumer, { labels: [] });
    await life.pass(3 * hourMs);
    expect(await ofCard()).toMatchObject({ state: "open", firstSeenAt: before.firstSeenAt });
  });

  test("whose end is not shown any more stands as it was last seen, and is there again with it", async () => {
    const { github } = life.world.sandbox;
    const guide = github.people.createIssue("acme/docs", { title: "Write the guide" });
    const body = `Depends on acme/docs#${guide.number}`;
    github.people.createIssue("acme/web", { title: "Show the guide", body, milestone: "Web 27.1.1 (until Jan 15)" });
    await life.run({ ...firstFile, others: ["risk"] }, "Story Points");
    await life.pass(hourMs);
    const ofGuide = async () => {
      const { conflicts } = await life.state("payments");
      const found = conflicts.filter(
        ({ consumer: title, state }) => title === "Show the guide" && state !== "resolved",
      );
      return { found: found.map(({ rule, state }) => `${rule} ${state}`), comment: life.comment("Show the guide") };
    };
    const before = await ofGuide();
    github.admin.hideRepository("acme/docs");
    await life.pass(3 * hourMs);
    const hidden = await ofGuide();
    expect(hidden.found).toContain("unscheduled-provider unseen");
    expect(hidden.comment).toContain("As last seen on");
    github.admin.showRepository("acme/docs");
    await life.pass(3 * hourMs);
    expect(await ofGuide()).toEqual(before);
    // What could not be read at first has been read since: that has ended, and no comment told of it.
    expect(life.wrong.filter((line) => !line.includes("key:github:acme/docs"))).toEqual([]);
  });
});
