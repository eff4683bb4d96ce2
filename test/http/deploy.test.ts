import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { useTestDatabase } from "../support/database.ts";
import { startEndpoint, type Endpoint } from "./endpoint.ts";

const tested = useTestDatabase("pglite");
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint(tested.store);
});
afterAll(() => endpoint.close());

function read(path: string): string {
  return readFileSync(`deploy/${path}`, "utf8");
}

const documentation = readFileSync("docs/operations.md", "utf8");

/** Metrics by name, with their labels, as docs/operations.md lists them. */
const documented = new Map(
  [...documentation.matchAll(/`(signalbox_\w+)(?:\{([\w,]+)\})?`/gu)].map(([, name = "", labels = ""]) => [
    name,
    labels.split(","),
  ]),
);

/** Metrics in a Prometheus expression, without the suffixes of a histogram. */
function metricsIn(expression: string): readonly string[] {
  return [...expression.matchAll(/signalbox_\w+/gu)].map(([name]) => name.replace(/_(?:count|bucket|sum)$/u, ""));
}

const Rule = z.object({ alert: z.string(), expr: z.string(), annotations: z.record(z.string(), z.string()) });
const Rules = z.object({ groups: z.array(z.object({ rules: z.array(Rule) })) });
const rules = Rules.parse(parse(read("grafana/alerts.yaml"))).groups.flatMap((group) => group.rules);

const Panel = z.object({
  title: z.string(),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
});
const dashboard = z.object({ panels: z.array(Panel) }).parse(JSON.parse(read("grafana/dashboard.json")));
const queries = dashboard.panels.flatMap(({ targets }) => targets);

describe("the dashboard and the alert rules", () => {
  test("name only metrics that the service exposes", async () => {
    const text = await (await fetch(`${endpoint.adminUrl}/metrics`)).text();
    const exposed = new Set([...text.matchAll(/^# TYPE (\w+) /gmu)].map(([, name]) => name));
    const used = [...rules, ...queries].flatMap(({ expr }) => metricsIn(expr));
    expect(used.length).toBeGreaterThan(25);
    expect(used.filter((name) => !exposed.has(name))).toEqual([]);
  });

  test("take the increase only of counters that begin at 0: Prometheus sees no increase in a series that begins at 1", async () => {
    const text = await (await fetch(`${endpoint.adminUrl}/metrics`)).text();
    const counted = [...rules, ...queries].flatMap(({ expr }) =>
      [...expr.matchAll(/increase\((\w+)\{outcome=~?"([\w|]+)"\}/gu)].flatMap(([, name = "", outcomes = ""]) =>
        outcomes.split("|").map((outcome) => ({ name, outcome })),
      ),
    );
    expect(counted.length).toBeGreaterThan(7);
    const first = counted.map(({ name, outcome }) => {
      const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`) && line.includes(`"${outcome}"`));
      return { name, outcome, values: [...new Set(lines.map((line) => line.split(" ").at(-1)))] };
    });
    expect(first).toEqual(counted.map((one) => ({ ...one, values: ["0"] })));
  });

  test("cover every metric that docs/operations.md lists", () => {
    const used = new Set([...rules, ...queries].flatMap(({ expr }) => metricsIn(expr)));
    expect([...documented.keys()].filter((name) => !used.has(name))).toEqual([]);
  });

  test("use only labels that the metrics have", () => {
    const words = [
      ...rules.flatMap(({ expr, annotations }) => Object.values(annotations).map((text) => ({ expr, text }))),
      ...queries.map(({ expr, legendFormat }) => ({ expr, text: legendFormat })),
    ];
    const wrong = words.flatMap(({ expr, text }) => {
      const [name = ""] = metricsIn(expr);
      const labels = new Set(documented.get(name) ?? ["instance"]);
      const grouped = [...expr.matchAll(/by \(([^)]*)\)/gu)].flatMap(([, list = ""]) => list.split(", "));
      const shown = [...text.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/gu)].map(([, label = ""]) => label);
      return [...grouped, ...shown]
        .filter((label) => label !== "le" && !labels.has(label))
        .map((label) => [expr, label]);
    });
    expect(wrong).toEqual([]);
  });
});

type Manifest = { readonly kind: string; readonly text: string };

const files = readdirSync("deploy/kubernetes").filter((name) => name.endsWith(".yaml"));
const manifests = files.flatMap((file): Manifest[] =>
  parseAllDocuments(read(`kubernetes/${file}`)).map((document) => {
    expect(document.errors).toEqual([]);
    const { kind } = z.object({ kind: z.string() }).parse(document.toJS());
    return { kind, text: JSON.stringify(document.toJS()) };
  }),
);

function manifest(kind: string): unknown {
  return JSON.parse(manifests.find((one) => one.kind === kind)?.text ?? "null");
}

const Container = z.object({
  args: z.array(z.string()),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  livenessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }).optional(),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }).optional(),
  lifecycle: z.object({ preStop: z.object({ exec: z.object({ command: z.array(z.string()) }) }) }).optional(),
});
const Workload = z.object({
  spec: z.object({
    replicas: z.number().optional(),
    template: z.object({
      spec: z.object({ terminationGracePeriodSeconds: z.number().optional(), containers: z.tuple([Container]) }),
    }),
  }),
});

describe("the manifests for Kubernetes", () => {
  test("are listed in the kustomization, except the secret that everyone fills in", () => {
    const { resources } = z
      .object({ resources: z.array(z.string()) })
      .parse(parse(read("kubernetes/kustomization.yaml")));
    expect([...resources, "kustomization.yaml", "secret.example.yaml"].toSorted()).toEqual(files.toSorted());
  });

  test("run two processes that answer the probes, and one migration", async () => {
    const { replicas, template } = Workload.parse(manifest("Deployment")).spec;
    const [serve] = template.spec.containers;
    expect({ replicas, args: serve.args }).toEqual({ replicas: 2, args: ["serve"] });
    expect(Workload.parse(manifest("Job")).spec.template.spec.containers[0].args).toEqual(["migrate"]);
    const urls = new Map([
      [8080, endpoint.url],
      [8081, endpoint.adminUrl],
    ]);
    const ports = new Map(serve.ports.map(({ name, containerPort }) => [name, containerPort]));
    for (const probe of [serve.livenessProbe, serve.readinessProbe]) {
      const { path, port } = probe?.httpGet ?? { path: "", port: "" };
      expect((await fetch(`${urls.get(ports.get(port) ?? 0)}${path}`)).status).toBe(200);
    }
  });

  test("open the ports of the image, and give a process its time to end", () => {
    const exposed = [...readFileSync("Dockerfile", "utf8").matchAll(/^EXPOSE (\d+)$/gmu)].map(([, port]) =>
      Number(port),
    );
    const { spec } = Workload.parse(manifest("Deployment")).spec.template;
    expect(spec.containers[0].ports.map(({ containerPort }) => containerPort)).toEqual(exposed);
    const [, pause = ""] = spec.containers[0].lifecycle?.preStop.exec.command ?? [];
    expect(spec.containers[0].lifecycle).toEqual({ preStop: { exec: { command: ["sleep", "5"] } } });
    expect(spec.terminationGracePeriodSeconds).toBe(Number(pause) + 30);
    expect(readFileSync("compose.yaml", "utf8")).toContain("stop_grace_period: 30s");
  });

  test("name only variables of .env.example, with no secret in them", () => {
    const example = readFileSync(".env.example", "utf8");
    const variables = new Set([...example.matchAll(/^#?([A-Z_]+)=/gmu)].map(([, name]) => name));
    const { stringData } = z.object({ stringData: z.record(z.string(), z.string()) }).parse(manifest("Secret"));
    expect(Object.keys(stringData).filter((name) => !variables.has(name))).toEqual([]);
    const secrets = Object.entries(stringData).filter(([name]) => /TOKEN|SECRET|DATABASE/u.test(name));
    expect(secrets.map(([, value]) => value.includes("change-me"))).toEqual(Array(5).fill(true));
  });

  test("let nobody run as root, write into the image, or gain rights", () => {
    for (const kind of ["Deployment", "Job"]) {
      const text = manifests.find((one) => one.kind === kind)?.text ?? "";
      for (const setting of [
        '"runAsNonRoot":true',
        '"readOnlyRootFilesystem":true',
        '"allowPrivilegeEscalation":false',
        '"drop":["ALL"]',
        '"automountServiceAccountToken":false',
      ])
        expect(text).toContain(setting);
    }
  });
});
