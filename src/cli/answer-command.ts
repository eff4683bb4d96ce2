import { Failure } from "../domain/failure.ts";
import type { Store } from "../ports/store.ts";
import { runLine } from "./command-line.ts";
import type { Question } from "./command-frames.ts";
import { commandsOnStore } from "./commands/on-store.ts";
import { explain } from "./failures.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** The process that answers: what it is doing, and with which store. */
export type Answering = { readonly running: "serve" | "demo"; readonly store: Store };

/**
 * Runs another process's command line on our store, if it needs no more than that.
 * @returns the exit code, as if it had been run alone
 */
export async function answerCommand(question: Question, terminal: Terminal, answering: Answering): Promise<number> {
  const { running, store } = answering;
  const [name = "", part = ""] = question.argv;
  if (question.version !== version) return explain(otherVersion(running, question.version), terminal);
  const refused = notBeside[running][name] ?? notBeside[running][`${name} ${part}`] ?? sending(question.argv);
  if (refused !== undefined) return explain(ownWork(running, refused), terminal);
  return runLine(question.argv, terminal, { commands: commandsOnStore, withStore: (work) => work(store) });
}

/** The train file is another process's own affair. */
function sending([name, ...flags]: readonly string[]): string | undefined {
  return name === "digest" && flags.includes("--send") ? "Stop it first; or wait for the digest's hour." : undefined;
}

const endTheDemo = "End the demo with Ctrl-C first, or set SIGNALBOX_DATA to another folder.";

/** What cannot be done to a database that another process works with, and why it need not be. */
const notBeside: Readonly<Record<Answering["running"], Readonly<Record<string, string>>>> = {
  serve: {
    sync: "It reads the trackers by itself. Stop it for `sync --full`; a changed train file is taken over when it starts.",
    apply: "It writes what `plan` shows by itself; `plan` says what waits, and until when.",
    migrate: "It brought the database to this version's schema when it started.",
    serve:
      "One process serves an embedded database: stop the other first, or use PostgreSQL for several (DATABASE_URL).",
    "connections rename":
      "It would go on under the old key: stop it, rename, then start it with the changed train file.",
  },
  demo: {
    sync: endTheDemo,
    apply: endTheDemo,
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
    what: `\`signalbox ${running}\` is running on this database with version ${version}, and this is ${asked}.`,
    remedy: `Restart \`signalbox ${running}\`, so that both are of one version.`,
    verdict: { kind: "retry", afterMs: null },
  });
}
