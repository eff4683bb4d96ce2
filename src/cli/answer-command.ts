import { Failure } from "../domain/failure.ts";
import type { Store } from "../ports/store.ts";
import { runLine } from "./command-line.ts";
import type { Question } from "./command-frames.ts";
import { commandsOnStore } from "./commands/on-store.ts";
import { explain } from "./failures.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** The answering process: its command and its store. */
export type Answering = { readonly running: "serve" | "demo"; readonly store: Store };

/**
 * Runs another process's command line on our store, if it needs only the store.
 * @returns the exit code, as if the command had run alone
 */
export async function answerCommand(question: Question, terminal: Terminal, answering: Answering): Promise<number> {
  const { running, store } = answering;
  const [name = "", part = ""] = question.argv;
  if (question.version !== version) return explain(otherVersion(running, question.version), terminal);
  const refused = notBeside[running][name] ?? notBeside[running][`${name} ${part}`] ?? sending(question.argv);
  if (refused !== undefined) return explain(ownWork(running, refused), terminal);
  return runLine(question.argv, terminal, { commands: commandsOnStore, withStore: (work) => work(store) });
}

/** Only the calling process knows its train file. */
function sending([name, ...flags]: readonly string[]): string | undefined {
  return name === "digest" && flags.includes("--send")
    ? "Stop it first, or wait until it sends the digest."
    : undefined;
}

const endTheDemo = "End the demo with Ctrl-C first, or set SIGNALBOX_DATA to another folder.";

/** Commands that cannot run beside another process on its database, with the remedy. */
const notBeside: Readonly<Record<Answering["running"], Readonly<Record<string, string>>>> = {
  serve: {
    sync: "It reads the trackers itself. Stop it to run `sync --full`; restart it to load a changed train file.",
    apply: "It writes what `plan` shows itself; `plan` lists waiting texts and their times.",
    migrate: "It migrated the database to this version's schema when it started.",
    serve: "Only one process can use an embedded database: stop the other first, or use PostgreSQL (DATABASE_URL).",
    "connections rename":
      "It would continue with the old key: stop it, rename, then start it with the changed train file.",
  },
  demo: {
    sync: endTheDemo,
    apply: endTheDemo,
    "doctor-stored": endTheDemo,
    migrate: endTheDemo,
    serve: endTheDemo,
    "connections rename": endTheDemo,
  },
};

function ownWork(running: Answering["running"], remedy: string): Failure {
  return new Failure({
    code: "database-locked",
    what: `\`signalbox ${running}\` is running on this database (process ${process.pid}).`,
    remedy,
    verdict: { kind: "retry", afterMs: null },
  });
}

function otherVersion(running: Answering["running"], asked: string): Failure {
  return new Failure({
    code: "database-locked",
    what: `\`signalbox ${running}\` is running on this database with version ${version}, but this is version ${asked}.`,
    remedy: `Restart \`signalbox ${running}\`, so that both have the same version.`,
    verdict: { kind: "retry", afterMs: null },
  });
}
