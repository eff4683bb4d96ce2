import { Temporal } from "temporal-polyfill";
import { parse } from "yaml";
import { at, list, words } from "./reading.ts";

/** A period of a train: an iteration, or an increment if `iteration` is null. Epoch milliseconds, the end exclusive. */
export type Period = {
  readonly increment: string;
  readonly iteration: string | null;
  readonly startsAt: number;
  readonly endsAt: number;
};

export type Iteration = Period & { readonly iteration: string };

export type Team = {
  readonly key: string;
  readonly system: "jira" | "github";
  /** A project's key or a repository's name. */
  readonly place: string;
  readonly label: string | null;
  readonly component: string | null;
  /** What stands before the number in a label that is an estimate; null if the team has none. */
  readonly pointsPrefix: string | null;
};

export type Train = {
  readonly timeZone: string;
  readonly increments: readonly Period[];
  /** Of all increments, in order. */
  readonly iterations: readonly Iteration[];
  readonly teams: readonly Team[];
};

/** Reads the text of a train file, as far as the tests' trains use it. */
export function trainIn(text: string): Train {
  const [train] = list(parse(text), "trains");
  const timeZone = words(train, "timeZone") ?? "UTC";
  const iterations = list(train, "increments").flatMap((increment) => iterationsOf(increment, timeZone));
  const byIncrement = Map.groupBy(iterations, ({ increment }) => increment);
  const increments = [...byIncrement].map(([increment, inside]) => ({
    increment,
    iteration: null,
    startsAt: Math.min(...inside.map(({ startsAt }) => startsAt)),
    endsAt: Math.max(...inside.map(({ endsAt }) => endsAt)),
  }));
  return { timeZone, increments, iterations, teams: list(train, "teams").map(teamOf) };
}

function iterationsOf(increment: unknown, timeZone: string): readonly Iteration[] {
  const first = Temporal.PlainDate.from(words(increment, "starts") ?? "");
  const weeks = Number(words(increment, "iterations", "length")?.replace("w", ""));
  const startOf = (place: number) => startOfDay(first.add({ weeks: weeks * place }), timeZone);
  return Array.from({ length: Number(at(increment, "iterations", "count")) }, (_, place) => ({
    increment: words(increment, "key") ?? "",
    iteration: String(place + 1),
    startsAt: startOf(place),
    endsAt: startOf(place + 1),
  }));
}

function teamOf(team: unknown): Team {
  const project = words(team, "from", "project");
  return {
    key: words(team, "key") ?? "",
    system: project === null ? "github" : "jira",
    place: project ?? words(team, "from", "repo") ?? "",
    label: words(team, "from", "label"),
    component: words(team, "from", "component"),
    pointsPrefix: words(team, "from", "points")?.replace("label:", "").replace("*", "") ?? null,
  };
}

/** The instant at which a day begins. */
export function startOfDay(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}

/** Increments with their iterations after them. */
export function periodsOf({ increments, iterations }: Train): readonly Period[] {
  return increments.flatMap((one) => [one, ...iterations.filter(({ increment }) => increment === one.increment)]);
}

/** The increment that contains an instant, else the next one, else the last. */
export function incrementAt({ increments }: Train, instant: number): string {
  const present = increments.find(({ endsAt }) => instant < endsAt) ?? increments.at(-1);
  return present?.increment ?? "";
}
