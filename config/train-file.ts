import type { RollupTarget, Train } from "../src/domain/model/train.ts";
import type { System } from "../src/domain/ids.ts";
import type { ChannelSettings } from "../src/ports/channel.ts";
import type { Connection } from "../src/ports/connection.ts";
import { toChannel } from "./channel-schema.ts";
import { checkAcross } from "./checks.ts";
import type { Systems } from "./connection-checks.ts";
import { expectation, problemsOf } from "./schema-problems.ts";
import { toConnection } from "./connections.ts";
import { resolveReferences, type Environment } from "./environment.ts";
import { acceptedBy } from "./json-schema.ts";
import { child, entries, field } from "./file-parts.ts";
import { ConfigInvalid, formatPath, type Path, type Problem } from "./problems.ts";
import { trainFile, type TrainFile } from "./schema.ts";
import { freshnessOf, toServeSettings, type ServeSettings } from "./serve-schema.ts";
import { eachWithOthers, toTarget, toTrain } from "./trains.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export type TrainFileOptions = {
  /** Name of the file in problems. */
  readonly file: string;
  /** Values for `${NAME}`. */
  readonly env: Environment;
  /** Connections that exist whatever the file says (a sandbox's); they replace the file's own of that key. */
  readonly provided?: readonly Connection[];
};

export type TrainFileContents = {
  readonly connections: Connection[];
  readonly channels: ChannelSettings[];
  readonly trains: Train[];
  /** Places of the portfolio over all trains; may be empty. */
  readonly portfolio: readonly RollupTarget[];
  readonly serve: ServeSettings;
};

/**
 * Reads a train file: YAML, `${NAME}` from the environment, days turned into instants of the train's time zone.
 * @throws ConfigInvalid with every problem at once, in the order of the file.
 */
export function parseTrainFile(text: string, options: TrainFileOptions): TrainFileContents {
  const source = readYaml(text);
  if (source.problems.length > 0) refuse(options, source.problems);
  if (source.value === null) refuse(options, [{ line: 1, column: 1, path: "", text: "the file is empty" }]);
  const provided = options.provided ?? [];
  const problems = new ProblemList(source);
  const unset: Unset[] = [];
  const masked = withoutConnections(source.value, new Set(provided.map(({ key }) => key)));
  const value = resolveReferences(masked, [], {
    env: options.env,
    missing: (path, name) => {
      unset.push({ name, path: formatPath(path) });
      problems.report(path, `environment variable ${name} is not set`);
    },
  });
  const parsed = trainFile.safeParse(value, { error: expectation, reportInput: true });
  const checked = { ...source, schema: () => acceptedBy(trainFile) };
  for (const issue of parsed.error?.issues ?? []) problems.add(problemsOf(checked, issue));
  checkAcross({ masked, value, systems: systemsOf(value, provided), report: problems.report });
  if (!parsed.success || problems.size > 0) refuse(options, problems.inOrder(), unset);
  return build(parsed.data, provided);
}

function build(file: TrainFile, provided: readonly Connection[]): TrainFileContents {
  const own = Object.entries(file.connections ?? {}).map(([key, entry]) => toConnection(key, entry));
  const serve = toServeSettings(file.serve);
  const staleAfter = freshnessOf(serve);
  return {
    connections: [...provided, ...own],
    channels: Object.entries(file.channels ?? {}).map(([key, entry]) => toChannel(key, entry)),
    trains: eachWithOthers(file.trains.map((entry) => toTrain(entry, staleAfter))),
    portfolio: (file.reports?.portfolio ?? []).map(toTarget),
    serve,
  };
}

function refuse({ file }: TrainFileOptions, problems: readonly Problem[], unset: readonly Unset[] = []): never {
  throw new ConfigInvalid({ file, problems, remedy: remedyFor(problems, unset) });
}

/** A variable that the train file names and the environment lacks, and its place in the file. */
type Unset = { readonly name: string; readonly path: string };

/** Do not ask people to correct a valid file. */
function remedyFor(problems: readonly Problem[], unset: readonly Unset[]): string {
  const names = [...new Set(unset.map(({ name }) => name))].join(", ");
  const places = new Set(unset.map(({ path }) => path));
  return [
    ...(names === "" ? [] : [`Set ${names} in the environment or in .env.`]),
    ...(problems.every(({ path }) => places.has(path))
      ? []
      : ["Correct the train file; config/signalbox.example.yaml shows every key."]),
  ].join(" ");
}

/** The file's value without the provided connections: it needs nothing of theirs, not even the environment. */
function withoutConnections(value: unknown, keys: ReadonlySet<string>): unknown {
  const connections = field(value, "connections");
  if (keys.size === 0 || typeof value !== "object" || typeof connections !== "object" || connections === null)
    return value;
  return { ...value, connections: Object.fromEntries(Object.entries(connections).filter(([key]) => !keys.has(key))) };
}

function systemsOf(value: unknown, provided: readonly Connection[]): Systems {
  const systems = new Map<string, System | null>();
  for (const part of entries({ path: [], value }, "connections")) {
    const kind = child(part, "kind").value;
    systems.set(String(part.path.at(-1)), kind === "github" || kind === "jira" ? kind : null);
  }
  for (const { key, system } of provided) systems.set(key, system);
  return systems;
}

/** Keeps the first problem of a place: later ones (a format that the missing value did not have) only follow from it. */
export class ProblemList {
  readonly #source: YamlSource;
  readonly #byPlace = new Map<string, Problem>();

  constructor(source: YamlSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#byPlace.size;
  }

  readonly report = (path: Path, text: string): void => {
    this.add([{ ...this.#source.positionOf(path), path: formatPath(path), text }]);
  };

  add(problems: readonly Problem[]): void {
    for (const problem of problems) if (!this.#byPlace.has(problem.path)) this.#byPlace.set(problem.path, problem);
  }

  inOrder(): Problem[] {
    return [...this.#byPlace.values()].toSorted(
      (a, b) => a.line - b.line || a.column - b.column || (a.path < b.path ? -1 : 1),
    );
  }
}
