import { counted } from "../domain/counted.ts";
import type { ConfigInvalid } from "../../config/problems.ts";
import type { Failure } from "../domain/failure.ts";
import type { Finding } from "../domain/setup/finding.ts";

/** The program that runs Signalbox, and its environment. */
export type ProgramFacts = {
  /** `24.21.0` */
  readonly node: string;
  /** Null if npm did not start the process. */
  readonly npm: string | null;
  /** Version of Signalbox. */
  readonly version: string;
  /** Names of the variables that give a proxy: `HTTPS_PROXY`. */
  readonly proxies: readonly string[];
  /** Whether Node uses these variables: https://nodejs.org/api/cli.html#node_use_env_proxy1 */
  readonly usesProxies: boolean;
};

/** As in `engines` of package.json. */
const neededNode = 24;

export function programFindings({ node, npm, version, proxies, usesProxies }: ProgramFacts): readonly Finding[] {
  const versions = {
    id: "program",
    group: "program",
    connection: null,
    tried: "Signalbox looked at its own version and Node's.",
    link: null,
  } as const;
  const isOld = Number(node.split(".")[0]) < neededNode;
  const by = npm === null ? "" : `, npm ${npm}`;
  const proxy = {
    id: "proxy-variables",
    group: "proxy",
    connection: null,
    tried: "Signalbox looked for a proxy in the environment.",
    link: null,
  } as const;
  return [
    isOld
      ? {
          ...versions,
          outcome: "blocks",
          means: `Signalbox ${version} needs Node ${neededNode}; this is Node ${node}${by}.`,
          remedy: "Start it with `npm run signalbox -- doctor` or `npx signalbox doctor`, which bring their own Node.",
        }
      : { ...versions, outcome: "ok", means: `Signalbox ${version} on Node ${node}${by}.`, remedy: null },
    ...(proxies.length === 0
      ? []
      : [
          usesProxies
            ? ({
                ...proxy,
                outcome: "ok",
                means: `Requests go through the proxy of ${proxies.join(", ")}.`,
                remedy: null,
              } as const)
            : ({
                ...proxy,
                outcome: "warning",
                means: `${proxies.join(", ")} names a proxy, but Node ignores it: requests go out directly.`,
                remedy:
                  "Set NODE_USE_ENV_PROXY=1 in the environment of Signalbox (not in .env), or unset the variable.",
              } as const),
        ]),
  ];
}

/** One finding per problem of the train file or of the environment. */
export function configFindings(
  invalid: Failure & Partial<Pick<ConfigInvalid, "problems">>,
  file: string,
): readonly Finding[] {
  const shared = {
    group: "train-file",
    connection: null,
    outcome: "blocks",
    tried: `Signalbox tried to read ${file}.`,
    remedy: invalid.remedy,
    link: null,
  } as const;
  const { problems = [] } = invalid;
  if (problems.length === 0) return [{ ...shared, id: `train-file:${file}`, means: invalid.message }];
  return problems.map(({ line, column, path, text }) => {
    const place = [line === 0 ? "" : `${file}:${line}:${column} `, path === "" ? "" : `${path}: `].join("");
    return { ...shared, id: `train-file:${path}:${place}`, means: `${place}${text}.` };
  });
}

export function goodFile(file: string, trains: number, connections: number): Finding {
  const counts = `${counted(connections, "connection")} and ${counted(trains, "train")}`;
  return {
    id: `train-file:${file}`,
    group: "train-file",
    connection: null,
    outcome: "ok",
    tried: `Signalbox tried to read ${file}.`,
    means: `${file} has ${counts}.`,
    remedy: null,
    link: null,
  };
}
