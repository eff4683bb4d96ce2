import { describe, expect, test } from "vitest";
import { groupContainers } from "../../../src/domain/proposal/belonging.ts";
import { byCount, medianOf, modeOf, percent } from "../../../src/domain/proposal/counting.ts";
import { dayAt, dayNumber, mondayFrom, quarterOf, yearOf } from "../../../src/domain/proposal/days.ts";
import { isTimeZone } from "../../../src/domain/schedule/civil-day.ts";
import { proposeReport } from "../../../src/domain/proposal/report-place.ts";
import { teamBoxes } from "../../../src/domain/proposal/team-boxes.ts";
import { dayText } from "../../../src/domain/proposal/days.ts";
import { proposeTimeZone } from "../../../src/domain/proposal/time-zone.ts";
import type { SeenBox } from "../../../src/domain/proposal/site-look.ts";
import { aLink, aLook, anItem, aProject, aSprint, at } from "./looks.ts";

test("counting", () => {
  expect(byCount(["b", "a", "b", "c", "a"])).toEqual([
    ["a", 2],
    ["b", 2],
    ["c", 1],
  ]);
  expect(modeOf([7, 14, 14, 7])).toBe(14);
  expect(modeOf([])).toBeNull();
  expect(medianOf([3, 1, 2, 9])).toBe(2);
  expect([percent(1, 3), percent(0, 0)]).toEqual(["33 %", "0 %"]);
});

test("days", () => {
  const day = dayNumber("2026-10-05");
  expect([yearOf(day), quarterOf(day), quarterOf(dayNumber("2026-03-31"))]).toEqual([2026, 4, 1]);
  expect([mondayFrom(day), mondayFrom(day + 1), mondayFrom(-10)]).toEqual([day, day + 7, -10]);
  expect(dayAt(at("2026-10-05"), "America/Los_Angeles")).toBe(day - 1);
  expect(["Europe/Berlin", "Mars/Base"].map(isTimeZone)).toEqual([true, false]);
});

describe("containers belong together", () => {
  const groups = (looks: Parameters<typeof groupContainers>[0]) =>
    groupContainers(looks).map(({ members }) => members.map(({ container }) => container).join(" "));
  const containers = [aProject("A"), aProject("B"), aProject("C")];

  test("by sprints of items of both", () => {
    const items = [anItem("A-1", { boxes: ["1"] }), anItem("B-1", { boxes: ["1"] }), anItem("C-1", { boxes: ["2"] })];
    expect(groups([aLook({ containers, items })])).toEqual(["A B", "C"]);
  });

  test("by links, of which a large sample needs more", () => {
    const items = Array.from({ length: 150 }, (_, n) => [anItem(`A-${n}`), anItem(`B-${n}`)]).flat();
    const one = [aLink("1", ["A-1", "B-1"]), aLink("x", ["A-1", "A-2"]), aLink("y", ["A-1", "Z-2"])];
    expect(groups([aLook({ containers, items, links: one })])).toEqual(["A", "B", "C"]);
    expect(groups([aLook({ containers, items, links: [...one, aLink("2", ["B-2", "A-2"])] })])[0]).toBe("A B");
    expect(groups([aLook({ containers, links: [aLink("1", ["A-1", "C-1"])] })])[0]).toBe("A C");
  });

  test("across trackers, in any spelling", () => {
    const github = aLook({ connection: "gh", system: "github", containers: [aProject("Acme/API")] });
    const jira = aLook({ containers, links: [aLink("1", ["acme/api#7", "A-1"])] });
    expect(groups([jira, github])[0]).toBe("A Acme/API");
    const back = { ...github, links: [aLink("1", ["B-1", "acme/api#7"])] };
    expect(groups([aLook({ containers }), back])[0]).toBe("B Acme/API");
  });

  test("and say why", () => {
    const items = [anItem("A-1", { boxes: ["1"] }), anItem("B-1", { boxes: ["1"] })];
    const links = [aLink("1", ["A-1", "C-1"]), aLink("2", ["A-2", "C-1"])];
    const [group] = groupContainers([aLook({ containers, items, links })]);
    expect(group?.members.map(({ why }) => why)).toEqual([
      "shares 1 sprint with B, 2 links with C",
      "shares 1 sprint with A",
      "2 links with A",
    ]);
  });
});

describe("the time zone", () => {
  const people = (...zones: readonly string[]) => zones.map((zone, n) => anItem(`A-${n}`, { timeZones: [zone] }));

  test("is that of most people", () => {
    const look = aLook({ items: people("Europe/Paris", "Europe/Paris", "Asia/Tokyo", "Mars/Base") });
    expect(proposeTimeZone([look], "UTC", {})).toMatchObject({
      timeZone: { value: "Europe/Paris", confidence: "sure" },
      questions: [],
    });
  });

  test("is a question if they are spread", () => {
    const look = aLook({ items: people("Europe/Paris", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kolkata") });
    const { timeZone, questions } = proposeTimeZone([look], "UTC", {});
    expect(timeZone).toMatchObject({ value: "Asia/Kolkata", confidence: "guess" });
    expect(questions[0]?.options.map(({ value }) => value)).toContain("Europe/Berlin");
    expect(proposeTimeZone([look], "UTC", { "time-zone": "Asia/Tokyo" }).timeZone.value).toBe("Asia/Tokyo");
    expect(proposeTimeZone([look], "UTC", { "time-zone": "nowhere" }).timeZone.value).toBe("Asia/Kolkata");
  });

  test("is the account's, else this machine's", () => {
    expect(proposeTimeZone([aLook()], "Asia/Tokyo", {})).toMatchObject({
      timeZone: { value: "Europe/Berlin", confidence: "likely" },
      questions: [],
    });
    const silent = aLook({ timeZone: null });
    expect(proposeTimeZone([silent], "UTC", {})).toMatchObject({
      timeZone: { value: "UTC", confidence: "likely", why: "it is this machine's; no tracker says" },
      questions: [],
    });
    expect(proposeTimeZone([silent], "nowhere", {}).timeZone.value).toBe("UTC");
    expect(proposeTimeZone([silent], "Asia/Tokyo", {}).questions[0]?.options[0]?.value).toBe("Asia/Tokyo");
  });
});

describe("the place of the rollup", () => {
  const pmo = aProject("PMO", { name: "Programme Office" });
  const items = [anItem("B-1"), anItem("A-1"), anItem("A-2")];
  const place = (look: ReturnType<typeof aLook>, answers = {}) => proposeReport(look, ["A", "B"], answers);

  test("is where people steer", () => {
    const look = aLook({ containers: [aProject("A"), pmo], items });
    expect(place(look)).toMatchObject({
      place: { container: "PMO", issueType: "Task", confidence: "likely" },
      questions: [],
    });
    const busy = aLook({ containers: [pmo], items: [anItem("PMO-1", { boxes: ["1"] })] });
    expect(proposeReport(busy, ["PMO"], {}).place?.confidence).toBe("guess");
    const boxes = [{ ...aSprint("1", "M", { from: "2026-01-05" }), container: "acme/trains" }];
    const planned = aLook({ system: "github", containers: [aProject("acme/trains", { name: "" })], boxes });
    expect(proposeReport(planned, ["acme/trains"], {}).place?.confidence).toBe("guess");
  });

  test("is where most items are, as a question", () => {
    const look = aLook({ containers: [aProject("B", { name: "" }), aProject("A"), aProject("C")], items });
    expect(place(look).place).toMatchObject({ container: "A", confidence: "guess", why: "most items are there" });
    expect(place(look).questions[0]?.options.map(({ label }) => label)).toEqual(["A (The A project)", "B", "nowhere"]);
    expect(place(look, { "report:acme-jira": "none" }).place).toBeNull();
    expect(place(aLook({ containers: [aProject("B"), aProject("A")] })).place?.container).toBe("A");
    expect(place(aLook({ containers: [aProject("A"), aProject("B")] })).place?.container).toBe("A");
  });

  test("is none where the account may only read", () => {
    const readOnly = aLook({ containers: [aProject("A", { creatable: [] }), { ...pmo, creatable: [] }], items });
    expect(place(readOnly)).toEqual({ place: null, questions: [] });
    const mixed = aLook({ containers: [aProject("A"), { ...pmo, creatable: [] }], items });
    expect(place(mixed).place).toMatchObject({ container: "A", confidence: "guess" });
  });

  test("takes the type that is nearest to a task", () => {
    const typed = (creatable: readonly string[] | null) =>
      place(aLook({ containers: [aProject("A", { creatable })] })).place?.issueType;
    expect([typed(["Epic", "Aufgabe"]), typed(["Epic", "Idea"]), typed(null)]).toEqual(["Aufgabe", "Epic", "Task"]);
    const github = aLook({ system: "github", containers: [aProject("A")] });
    expect(place(github).place?.issueType).toBeNull();
    expect(place(github).questions[0]?.asks).toContain("In which repository");
  });
});

describe("boxes in days", () => {
  const days = (boxes: readonly SeenBox[]) =>
    teamBoxes(boxes, () => "s", "Europe/Berlin").map(
      ({ name, startsOn, endsOn }) => `${name} ${dayText(startsOn)}/${dayText(endsOn)}`,
    );

  test("begin with the day of a sprint's start, or the next one in the evening", () => {
    expect(days([aSprint("1", "a", { from: "2026-01-05", days: 11 })])).toEqual(["a 2026-01-05/2026-01-17"]);
    const evening = aSprint("1", "a", { from: "2026-01-05" });
    expect(days([{ ...evening, startsAt: at("2026-01-05") + 17 * 3_600_000 }])[0]).toContain("2026-01-06/");
  });

  test("leave out those without dates, and those that are no iterations", () => {
    const box = aSprint("1", "a", { from: "2026-01-05" });
    expect(
      days([
        { ...box, startsAt: null },
        { ...box, endsAt: null },
        { ...box, endsAt: box.startsAt },
      ]),
    ).toEqual([]);
    expect(days([aSprint("1", "a", { from: "2026-01-05", days: 90 })])).toEqual([]);
  });

  test("of milestones run from one due day to the next, and end with the week", () => {
    const due = (name: string, day: string | null): SeenBox => ({
      id: name,
      kind: "milestone",
      name,
      state: "active",
      startsAt: null,
      endsAt: day === null ? null : at(day) + 86_400_000,
      board: null,
      container: "acme/api",
    });
    expect(days([due("b", "2026-01-30"), due("a", "2026-01-16"), due("c", "2026-02-12"), due("d", null)])).toEqual([
      "a 2026-01-05/2026-01-19",
      "b 2026-01-19/2026-02-02",
      "c 2026-02-02/2026-02-13",
    ]);
    expect(days([due("b", "2026-01-30"), due("a", "2026-01-30")])).toEqual([]);
    expect(days([due("a", "2026-01-30"), due("b", "2026-01-30"), due("c", "2026-01-16")]).slice(1)).toEqual([
      "a 2026-01-19/2026-02-02",
      "b 2026-01-19/2026-02-02",
    ]);
    expect(days([due("a", "2026-01-30"), due("b", "2026-12-30")])).toEqual([]);
  });

  test("come in their order in time", () => {
    const names = days([
      aSprint("1", "b", { from: "2026-01-05" }),
      aSprint("2", "a", { from: "2026-01-05" }),
      aSprint("3", "c", { from: "2026-01-05", days: 7 }),
    ]).map((text) => text.slice(0, 1));
    expect(names).toEqual(["c", "a", "b"]);
  });
});
