import { resolve } from "node:path";
import { readEnvironment, readSettings, type Settings } from "../../config/settings.ts";
import { createAppSetup } from "../../connectors/github/app/app-setup.ts";
import { Failure } from "../domain/failure.ts";
import type { Answers } from "../domain/proposal/decision.ts";
import { propose } from "../domain/proposal/propose.ts";
import { embeddedDatabaseExists, fileExists } from "../store/embedded-files.ts";
import { answerQuestions } from "../setup/answer-questions.ts";
import { readAnswers, writeAnswers } from "../setup/answers-file.ts";
import type { Asker } from "../setup/asker.ts";
import { connectTrackers, type Connections } from "../setup/connect.ts";
import { addToEnvFile, isOpenToOthers, type Typed } from "../setup/env-file.ts";
import { trainFileText } from "../setup/train-file-text.ts";
import { createFile, writingFile } from "../setup/writing-file.ts";
import { askerFor } from "./asker-for.ts";
import { claimFor } from "./claim-database.ts";
import { discoveryOf } from "./discoveries.ts";
import { firstSync } from "./first-sync.ts";
import { createLog } from "./log.ts";
import { createProgress } from "./progress.ts";
import { proposalJson, proposalLines } from "./proposal-lines.ts";
import { usingStore } from "./open-store.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";
import { realRuntime } from "./wiring.ts";

export type InitFlags = {
  readonly jira?: string;
  readonly github?: string;
  /** True without an organisation. */
  readonly githubApp?: string | true;
  readonly yes?: boolean;
  readonly update?: boolean;
  readonly answers?: string;
  readonly saveAnswers?: string;
  readonly config?: string;
  readonly json?: boolean;
};

/** Looks at the trackers, proposes a train file, writes it, and reads the trackers for the first time. */
export async function runInit(flags: InitFlags, terminal: Terminal): Promise<void> {
  if (flags.update === true) {
    const { runUpdate } = await import("./init-update.ts");
    return runUpdate(flags, terminal);
  }
  const env = readEnvironment(process.cwd());
  const settings = readSettings(env);
  const file = flags.config ?? settings.configFile;
  const isPreview = flags.json === true && flags.yes !== true;
  if (isPreview && flags.githubApp !== undefined) throw noAppInPreview();
  if (!isPreview) await refuseExisting(file);
  await refuseDemo(settings);
  const asker = askerFor(flags, terminal);
  const given = flags.answers === undefined ? {} : await readAnswers(flags.answers);
  const connections = await lookAround(flags, { settings, asker, terminal });
  const { proposal, answers } = await proposeWith(connections, given, asker);
  if (proposal === null) throw nothingToPropose(connections);
  const looks = connections.connected.map(({ look }) => look);
  if (isPreview) return outJson(terminal, proposalJson(proposal, looks));
  if (flags.json !== true) for (const line of proposalLines(proposal, looks)) outLine(terminal, line);
  const accounts = new Map(looks.map(({ connection, account }) => [connection, account]));
  const files = connections.connected.map((one) => one.file);
  // First what a person typed: without the train file, init runs again and asks nothing of it.
  const added = await addToEnvFile(resolve(".env"), connections.typed);
  if (added.length > 0) errLine(terminal, `Wrote ${added.join(", ")} into ${resolve(".env")}.`);
  await writingFile(resolve(file), () => createFile(resolve(file), trainFileText(proposal, files, accounts)));
  errLine(terminal, `Wrote ${resolve(file)}.`);
  await saveAnswers(flags, answers, { asker, terminal });
  const findings = await firstSync(file, flags.json === true, terminal);
  if (flags.json === true) outJson(terminal, { ...proposalJson(proposal, looks), file: resolve(file), ...findings });
}

type Looking = { readonly settings: Settings; readonly asker: Asker; readonly terminal: Terminal };

/** Asks for the trackers and looks at them. */
async function lookAround(
  flags: Pick<InitFlags, "jira" | "github" | "githubApp">,
  { settings, asker, terminal }: Looking,
): Promise<Connections> {
  const runtime = realRuntime(createLog({ level: settings.logLevel, secrets: [] }));
  return connectTrackers({
    env: readEnvironment(process.cwd()),
    jira: flags.jira,
    github: flags.github,
    asker,
    discover: (connection) => discoveryOf(connection, runtime),
    progress: createProgress(terminal, Date.now),
    say: (sentence) => errLine(terminal, sentence),
    app: {
      asked: flags.githubApp,
      setup: createAppSetup(runtime),
      publicUrl: settings.publicUrl?.replace(/\/+$/u, "") ?? null,
      keep: (values) => keepNow(values, terminal),
    },
  });
}

/** @returns a warning if the file's owner is not its only reader; null if so */
async function keepNow(values: readonly Typed[], terminal: Terminal): Promise<string | null> {
  const path = resolve(".env");
  const added = await addToEnvFile(path, values);
  errLine(terminal, `Wrote ${added.join(", ")} into ${path}.`);
  return (await isOpenToOthers(path)) ? `Other users of this machine can read ${path}: run chmod 600 on it.` : null;
}

function noAppInPreview(): Failure {
  return new Failure({
    code: "config-invalid",
    what: "`init --json` writes nothing, so it could not keep the private key of a new GitHub App.",
    remedy: "Add --yes, or leave --json out.",
    verdict: { kind: "stop" },
  });
}

function proposeWith({ connected }: Connections, given: Answers, asker: Asker) {
  const looks = connected.map(({ look }) => look);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const now = Date.now();
  return answerQuestions((answers) => propose(looks, { now, timeZone, answers }), given, asker);
}

async function refuseExisting(file: string): Promise<void> {
  if (!(await fileExists(file))) return;
  throw new Failure({
    code: "config-invalid",
    what: `${resolve(file)} exists; init never writes over a train file.`,
    remedy:
      "Run `signalbox init --update` to see what is new since it was written, or name another file with --config.",
    verdict: { kind: "stop" },
  });
}

/** Before anything is asked: a database of the demo takes no real trackers. */
async function refuseDemo(settings: Settings): Promise<void> {
  if (settings.databaseUrl === null && !(await embeddedDatabaseExists(settings.dataDir))) return;
  await usingStore(settings, (store) => claimFor("real", store, settings));
}

function nothingToPropose({ connected }: Connections): Failure {
  const names = connected.map(({ connection }) => connection.key).join(" and ");
  const refused = connected.flatMap(({ look }) => look.refused).join(" ");
  return new Failure({
    code: "not-found",
    what: `${names}: Signalbox sees no project or repository of which a team could be made. ${refused}`.trim(),
    remedy: "Give the account access to the teams' projects or repositories, and run init again. Nothing was written.",
    verdict: { kind: "park" },
  });
}

async function saveAnswers(
  flags: InitFlags,
  answers: Answers,
  { asker, terminal }: Pick<Looking, "asker" | "terminal">,
): Promise<void> {
  const path = flags.saveAnswers ?? (await offeredPath(answers, asker));
  if (path === null) return;
  await writeAnswers(path, answers);
  errLine(terminal, `Wrote ${resolve(path)}.`);
}

const usualAnswers = "config/signalbox.answers.yaml";

async function offeredPath(answers: Answers, asker: Asker): Promise<string | null> {
  if (!asker.isAttended || Object.keys(answers).length === 0) return null;
  const said = await asker.text(`Keep your answers in ${usualAnswers}, for \`init --update\`? (Y/n)`);
  return /^n/iu.test(said.trim()) ? null : usualAnswers;
}
