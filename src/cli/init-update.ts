import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readEnvironment } from "../../config/settings.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { Failure, textOf } from "../domain/failure.ts";
import { additionsTo, isNothingNew, type Additions } from "../domain/proposal/additions.ts";
import { dayText } from "../domain/proposal/days.ts";
import { propose } from "../domain/proposal/propose.ts";
import { hasUnseenNames, underPresentNames, type PresentNames } from "../domain/proposal/present-names.ts";
import type { SiteLook } from "../domain/proposal/site-look.ts";
import type { Train } from "../domain/model/train.ts";
import type { Connector } from "../ports/connector.ts";
import { lineDiff } from "../reporting/line-diff.ts";
import { answerQuestions } from "../setup/answer-questions.ts";
import { readAnswers } from "../setup/answers-file.ts";
import { withAdditions } from "../setup/insert-into-file.ts";
import { replaceFile, writingFile } from "../setup/writing-file.ts";
import { askerFor } from "./asker-for.ts";
import { discoveryOf } from "./discoveries.ts";
import type { InitFlags } from "./init.ts";
import { createProgress } from "./progress.ts";
import { throwAll } from "./sync-and-publish.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";
import { readTrackers } from "./wiring.ts";

/**
 * Proposes, as a diff, what the trackers have and the train file lacks; adds it if a person agrees, or with `--yes`.
 * With several trains it looks for new things of the first one.
 */
export async function runUpdate(flags: InitFlags, terminal: Terminal): Promise<void> {
  const { file, trains, connections, connectors, runtime } = await readTrackers(flags);
  const [train] = trains;
  if (train === undefined) return;
  const asker = askerFor(flags, terminal);
  const looks = await lookAtAll(
    connections.map((connection) => discoveryOf(connection, runtime)),
    terminal,
  );
  const { timeZone } = train;
  const given = flags.answers === undefined ? {} : await readAnswers(flags.answers);
  const proposing = (answers: typeof given) => propose(looks, { now: runtime.clock(), timeZone, answers });
  const { proposal } = await answerQuestions(proposing, given, asker);
  const names = await presentNames(connectors, trains, looks);
  const [known = train, ...others] = trains.map((one) => underPresentNames(one, names));
  const additions = proposal === null ? nothing : additionsTo(known, others, { proposal, looks });
  const before = await readFile(file, "utf8");
  const after = isNothingNew(additions) ? before : withAdditions(before, 0, additions);
  for (const note of additions.notes) errLine(terminal, `note: ${note}`);
  if (flags.json === true) outJson(terminal, { file: resolve(file), ...additionsJson(additions) });
  if (after === before) {
    if (flags.json !== true) outLine(terminal, `Nothing is new since ${file} was written.`);
    return;
  }
  if (after === null) throw onOneLine(file, additions);
  parseTrainFile(after, { file, env: readEnvironment(process.cwd()) });
  if (flags.json !== true) for (const line of diffOf(before, after)) outLine(terminal, line);
  const said = asker.isAttended ? await asker.text(`Add this to ${file}? (y/N)`) : "";
  if (flags.yes !== true && !/^y/iu.test(said.trim())) {
    errLine(terminal, "Nothing was written. `init --update --yes` adds it.");
    return;
  }
  await writingFile(resolve(file), () => replaceFile(resolve(file), before, after));
  errLine(terminal, `Wrote ${resolve(file)}. Next: \`signalbox sync\`.`);
}

const nothing: Additions = { increments: [], length: 14, teams: [], linkTypes: [], notes: [] };

/** A tracker that fails does not stop the others; @throws Failure if all fail */
async function lookAtAll(
  discoveries: readonly ReturnType<typeof discoveryOf>[],
  terminal: Terminal,
): Promise<readonly SiteLook[]> {
  const progress = createProgress(terminal, Date.now);
  const settled = await Promise.allSettled(discoveries.map((discovery) => discovery.look(progress)));
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [failureIn(one.reason)] : []));
  if (failures.length === settled.length) throwAll(failures);
  for (const failure of failures) errLine(terminal, `${textOf(failure)} init goes on with the rest.`);
  return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** What projects and repositories are called now, of connections that do not show all that the file names. */
async function presentNames(
  connectors: ReadonlyMap<string, Connector>,
  trains: readonly Train[],
  looks: readonly SiteLook[],
): Promise<ReadonlyMap<string, PresentNames>> {
  const asked = looks.filter((look) => hasUnseenNames(trains, look));
  const found = asked.map(async ({ connection }) => {
    const probe = await connectors.get(connection)?.source.probe().catch(failureIn);
    const containers = probe === undefined || probe instanceof Failure ? [] : probe.containers;
    const names = containers.flatMap(({ name, key }) => (key === null ? [] : [[name.toLowerCase(), key] as const]));
    return [connection, new Map(names)] as const;
  });
  return new Map(await Promise.all(found));
}

/** @throws any other error, which is a bug of ours */
function failureIn(reason: unknown): Failure {
  if (reason instanceof Failure) return reason;
  throw reason;
}

function diffOf(before: string, after: string): readonly string[] {
  return lineDiff(before.split("\n"), after.split("\n")).map((line) => {
    if (line.kind === "gap") return `  … ${line.lines} lines as before`;
    return `${line.kind === "new" ? "+" : line.kind === "gone" ? "-" : " "} ${line.text}`.trimEnd();
  });
}

function additionsJson({ increments, teams, linkTypes, notes }: Additions): object {
  return {
    increments: increments.map(({ key, iterations }) => ({
      key,
      iterations: iterations.map((one) => ({ ...one, startsOn: dayText(one.startsOn), endsOn: dayText(one.endsOn) })),
    })),
    teams,
    linkTypes: linkTypes.map(({ meaning, means, uses }) => ({
      ...meaning,
      uses,
      confidence: means.confidence,
      why: means.why,
    })),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function onOneLine(file: string, { increments, teams, linkTypes }: Additions): Failure {
  const names = [
    ...increments.map(({ key }) => `increment ${key}`),
    ...teams.map(({ name }) => `team ${name}`),
    ...linkTypes.map(({ type }) => `link type ${type.name}`),
  ];
  return new Failure({
    code: "config-invalid",
    what: `init cannot add to ${file}, because one of its lists is missing or on one line. New: ${names.join(", ")}.`,
    remedy: "Write `increments`, `teams` and `jiraLinkTypes` with one entry per line, or add these by hand.",
    verdict: { kind: "stop" },
  });
}
