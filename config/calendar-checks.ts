import { planIterations } from "./calendar.ts";
import { increment as incrementSchema, type IncrementEntry } from "./increment-schema.ts";
import type { Part, Report } from "./file-parts.ts";
import type { Path } from "./problems.ts";

/** First day, first day after, and a label. */
type Span = { readonly path: Path; readonly label: string; readonly startsOn: string; readonly endsOn: string };

/** Iterations last at least a day, and no two of a train overlap. Skips increments that the schema refuses. */
export function checkCalendar(increments: readonly Part[], report: Report): void {
  const spans = increments.flatMap(({ path, value }) => {
    const { data } = incrementSchema.safeParse(value);
    if (data === undefined) return [];
    checkStart(path, data, report);
    return spansOf(path, data);
  });
  for (const span of spans) {
    if (span.endsOn > span.startsOn) continue;
    report(
      [...span.path, "ends"],
      `${span.label} has no days: \`ends\` is the first day after it, later than ${span.startsOn}`,
    );
  }
  checkOverlaps(
    spans.filter(({ startsOn, endsOn }) => endsOn > startsOn),
    report,
  );
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

function checkOverlaps(spans: readonly Span[], report: Report): void {
  const inOrder = spans.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  let latest: Span | undefined;
  for (const span of inOrder) {
    if (latest !== undefined && span.startsOn < latest.endsOn) {
      report(
        span.path,
        `${span.label} starts on ${span.startsOn}, before ${latest.label} has ended (${latest.endsOn})`,
      );
    }
    if (latest === undefined || span.endsOn > latest.endsOn) latest = span;
  }
}
