import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStores } from "../../bench/simulate/stores.ts";
import { siteOf } from "../../bench/simulate/world.ts";
import { firstFile, titles } from "../support/living-data.ts";
import { textAt } from "../support/json.ts";
import { hourMs, LivingOrganisation } from "../support/living-organisation.ts";

/*
 * Half a week of an organisation that changes its names and parts while the service runs, in virtual time: deliveries
 * go through the receiver, polls and sweeps come at their turns, and people work on between. What is there after each
 * step is kept and looked at below; the end is compared with a fresh installation.
 */

type State = Awaited<ReturnType<LivingOrganisation["state"]>>;
type Snapshot = {
  readonly payments: State;
  readonly quiet: State;
  readonly wrong: readonly string[];
  readonly comments: Readonly<Record<keyof typeof titles, string | null>>;
};

let ending: AsyncDisposableStack;
let life: LivingOrganisation;
const snapshots: Partial<Record<Step, Snapshot>> = {};
let different: readonly string[] = [];

const steps = [
  "begin",
  "project",
  "repository",
  "sprint",
  "status",
  "link type",
  "accounts",
  "move",
  "transfer",
  "team",
  "points",
  "archive",
  "deletion",
  "train file",
] as const;
type Step = (typeof steps)[number];

async function snapshot(step: Step): Promise<void> {
  const there = Object.entries(titles).map(([name, title]) => [name, life.comment(title)]);
  snapshots[step] = {
    payments: await life.state("payments"),
    quiet: await life.state("quiet"),
    wrong: life.wrong.splice(0),
    comments: Object.fromEntries(there),
  };
}

function after(step: Step): Snapshot {
  const found = snapshots[step];
  if (found === undefined) throw new Error(`"${step}" was not played`);
  return found;
}

beforeAll(async () => {
  ending = new AsyncDisposableStack();
  const { store, clean } = await openStores(ending);
  life = await LivingOrganisation.begin(store, ending);
  const { sandbox } = life.world;
  const site = siteOf(sandbox);
  const { administration } = site;
  const { admin, people } = sandbox.github;
  const play = async (step: Step, act: () => void, hours = 1) => {
    act();
    await life.pass(hours * hourMs);
    await snapshot(step);
  };

  await life.run(firstFile, "Story Points");
  await play("begin", () => undefined);
  await play("project", () => administration.renameProject("PAY", "CHK"));
  site.people.editIssue(life.keyOf("Archive receipts per currency (5)"), { summary: "Archive receipts" });
  await play("repository", () => {
    const [, number] = life.keyOf(titles.print).split("#");
    admin.renameRepository("acme/api", "acme/gateway");
    // Its delivery comes before the new name was asked for.
    people.edit({ repository: "acme/gateway", number: Number(number) }, { body: "On both sides." });
  });
  people.close({ repository: "acme/gateway", number: 57 });
  await play("sprint", () => site.people.editSprint(1106, { name: "New year" }));
  await play("status", () => administration.renameStatus("To Do", "Not begun"));
  site.people.transition(life.keyOf("Sign carts in the dashboard (17)"), "Done");
  await play("link type", () => administration.renameLinkType("Blocks", "Gates"));
  await play("accounts", () => {
    administration.renameAccount("Train desk");
    admin.renameAccount("train-desk");
  });
  // By a fact: what was awaited is done.
  for (const title of [titles.store, titles.format]) life.ended.add(title);
  site.people.transition(life.keyOf(titles.format), "Done");
  await play("move", () => void site.people.moveIssue(life.keyOf(titles.invoice), "LED"));
  await play("transfer", () => {
    const [repository = "", number] = life.keyOf(titles.explain).split("#");
    people.transfer({ repository, number: Number(number) }, "acme/gateway");
  });
  await life.run({ ...firstFile, hasMobile: true }, "Story Points");
  await play("team", () => undefined);
  await life.run({ ...firstFile, hasMobile: true }, "Size");
  await play("points", () => site.people.editIssue(life.keyOf(titles.show), { customfield_10031: 13 }));
  const untilSeen = life.world.time.clock() + 2 * hourMs;
  life.unseen.set("quiet", untilSeen);
  await play("archive", () => administration.archiveProject("RSK"), 2.5);
  await play("deletion", () => admin.deleteRepository("acme/docs"), 2.5);
  life.unseen.clear();
  // What nobody can see again is given up by people, in words.
  life.ended.add(titles.till);
  const [web = "", till] = life.keyOf(titles.till).split("#");
  people.edit({ repository: web, number: Number(till) }, { body: "Depends on nothing" });
  await life.run({ checkout: "CHK", api: "acme/gateway", linkType: "Gates", hasMobile: true, others: [] }, "Size");
  await play("train file", () => undefined, 2.5);
  different = await life.differences(clean);
}, 300_000);

afterAll(() => ending.disposeAsync());

function conflict(step: Step, edge: string) {
  return after(step).payments.conflicts.find((one) => one.edge === edge);
}

describe("an organisation that lives", () => {
  test.each(steps)("%s: no comment was taken back without a fact, and no verdict green of the unseen", (step) => {
    expect(after(step).wrong).toEqual([]);
  });

  test.each([
    ["project", "The project PAY is now called CHK"],
    ["repository", "The repository acme/api is now called acme/gateway"],
    ["link type", "The link type Blocks is now called Gates"],
  ] as const)("%s: its new name is asked for from then on, until the train file has it", (step, words) => {
    const named = steps.filter((one) => after(one).payments.faults.some((fault) => fault.startsWith(words)));
    expect(named).toEqual(steps.slice(steps.indexOf(step), steps.indexOf("train file")));
    expect(after("train file").payments.faults).toEqual([]);
  });

  test.each(steps.slice(0, steps.indexOf("move")))("%s: every conflict stands as it was found", (step) => {
    expect(after(step).payments.conflicts).toEqual(after("begin").payments.conflicts);
  });

  test.each([
    ["move", `${titles.invoice} <- ${titles.book}`],
    ["transfer", `${titles.explain} <- ${titles.print}`],
  ] as const)("%s: the item's conflict goes along, as old as it was", (step, edge) => {
    expect(conflict(step, edge)).toEqual(conflict("begin", edge));
    expect(conflict("train file", edge)).toEqual(conflict("begin", edge));
  });

  test("what was awaited and is done ends its conflict, and the comment says so", () => {
    expect(conflict("move", `${titles.store} <- ${titles.format}`)?.state).toBe("resolved");
    expect(after("move").comments.store).toContain("Resolved");
  });

  test("team: issues that were there all along are in conflict, and told of it", () => {
    expect(conflict("points", `${titles.ring} <- ${titles.tell}`)?.state).toBe("open");
    expect(after("transfer").comments.ring).toBeNull();
    expect(after("points").comments.ring).not.toBeNull();
  });

  test("the verdict of the train in which all is well is green but while a part of it is out of sight", () => {
    const green = steps.filter((step) => after(step).quiet.level === "on-track");
    expect(green).toEqual(steps.filter((step) => step !== "archive" && step !== "deletion"));
  });

  test("at the end model, conflicts and texts are those of a fresh installation", () => {
    // An archived project takes no comments: the one that stands there cannot follow.
    const archived = siteOf(life.world.sandbox).people.issue(life.keyOf(titles.score));
    expect(different).toEqual([`comment:payments:jira:acme:issue:${textAt(archived, "id")}: another text`]);
  });
});
