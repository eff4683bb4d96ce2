import { planIterations } from "./calendar.ts";
import { increment as incrementSchema, type IncrementEntry } from "./increment-schema.ts";
import type { Part, Report } from "./file-parts.ts";
import type { Path } from "./problems.ts";

/** First day, first day after, and a label: of an iteration, or of a whole increment. */
type Span = { readonly path: Path; readonly label: string; readonly startsOn: string; readonly endsOn: string };

/** Iterations last at least a day, and neither two of them nor two increments of a train overlap. Skips increments that the schema refuses. */
export function checkCalendar(increments: readonly Part[], report: Report): void {
  const byIncrement = increments.flatMap(({ path, value }) => {
    const { data } = incrementSchema.safeParse(value);
    if (data === undefined) return [];
    checkStart(path, data, report);
    return [{ path, label: `increment "${data.key}"`, spans: spansOf(path, data) }];
  });
  const spans = byIncrement.flatMap((one) => one.spans);
  for (const span of spans) {
    if (span.endsOn > span.startsOn) continue;
    report(
      [...span.path, "ends"],
      `${span.label} has no days: \`ends\` is the first day after it, later than ${span.startsOn}`,
    );
  }
  const lasting = spans.filter(({ startsOn, endsOn }) => endsOn > startsOn);
  // With overlapping iterations, increments overlap as well.
  if (checkOverlaps(lasting, report) || lasting.length < spans.length) return;
  checkOverlaps(
    byIncrement.flatMap(({ path, label, spans: own }) => wholeOf(own).map((whole) => ({ path, label, ...whole }))),
    report,
  );
}

function wholeOf(spans: readonly Span[]): readonly Pick<Span, "startsOn" | "endsOn">[] {
  const [startsOn] = spans.map((span) => span.startsOn).toSorted();
  const endsOn = spans
    .map((span) => span.endsOn)
    .toSorted()
    .at(-1);
  return startsOn === undefined || endsOn === undefined ? [] : [{ startsOn, endsOn }];
}

function checkStart(path: Path, increment: IncrementEntry, report: Report): void {
  const { starts, iterations } = increment;
  if (!Array.isArray(iterations)) {
    if (starts === undefined)
      report([...path, "starts"], "missing; expected the first day, because iterations are a count");
    return;
  }
  const first = iterations.map((iteration) => iteration.starts).toSorted()[0];
  if (starts !== undefined && starts !== first) {
    report([...path, "starts"], `the first iteration starts on ${first}; write that day or leave this key out`);
  }
}

function spansOf(path: Path, increment: IncrementEntry): Span[] {
  const isList = Array.isArray(increment.iterations);
  return planIterations(increment).map(({ key, startsOn, endsOn }, index) => ({
    path: isList ? [...path, "iterations", index] : path,
    label: `iteration "${key}" of "${increment.key}"`,
    startsOn,
    endsOn,
  }));
}

function checkOverlaps(spans: readonly Span[], report: Report): boolean {
  let overlaps = false;
  const inOrder = spans.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  let latest: Span | undefined;
  for (const span of inOrder) {
    if (latest !== undefined && span.startsOn < latest.endsOn) {
      overlaps = true;
      report(
        span.path,
        `${span.label} starts on ${span.startsOn}, before ${latest.label} has ended (${latest.endsOn})`,
      );
    }
    if (latest === undefined || span.endsOn > latest.endsOn) latest = span;
  }
  return overlaps;
}
