import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { loadSandboxData } from "../../../sandbox/load.ts";
import { startSandbox } from "../../../sandbox/server.ts";

let dir = "";

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "signalbox-load-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

function jiraLine(id: number): string {
  return JSON.stringify({ id: String(id), key: `PAY-${id}`, fields: { summary: `Item ${id} ✓` } });
}

function githubLine(number: number, more: object = {}): string {
  return JSON.stringify({ number, title: `Row ${number}`, ...more });
}

const trainFile = { "signalbox.yaml": "trains: []\n" };

describe("records", () => {
  test("all files of issues are read, compressed ones too, in order of their names", async () => {
    await put({
      ...trainFile,
      "jira/acme/issues-2.ndjson.gz": gzipSync(`${jiraLine(3)}\n${jiraLine(4)}`),
      "jira/acme/issues-1.ndjson": `\uFEFF${jiraLine(1)}\r\n\r\n${jiraLine(2)}\r\n`,
      "jira/acme/issues.txt": "not for us",
      "jira/.hidden/issues.ndjson": jiraLine(9),
    });
    const { jira, problems, trainFile: text } = await loadSandboxData(dir);
    expect(jira["acme"]?.issues.map(({ key }) => key)).toEqual(["PAY-1", "PAY-2", "PAY-3", "PAY-4"]);
    expect([Object.keys(jira), problems, text]).toEqual([["acme"], [], "trains: []\n"]);
  });

  test("characters that lie across two chunks of a file stay whole", async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => jiraLine(index + 1));
    await put({ ...trainFile, "jira/acme/issues.ndjson": `x\n${lines.join("\n")}` });
    const { jira, problems } = await loadSandboxData(dir);
    expect(jira["acme"]?.issues).toHaveLength(3000);
    expect(JSON.stringify(jira)).not.toContain("\uFFFD");
    expect(problems).toEqual(["jira/acme/issues.ndjson:1: not a JSON object"]);
  });

  test.each([
    ["{", "not a JSON object"],
    ["[]", "not a JSON object"],
    ["null", "not a JSON object"],
    ['{"id":7,"key":"PAY-7","fields":{}}', 'no `id` such as "10234"'],
    ['{"id":"7","fields":{}}', 'no `key` such as "PAY-12"'],
    ['{"id":"7","key":"PAY-7"}', "no `fields`"],
    [jiraLine(1), "issue 1 comes a second time"],
  ])("the line %s is told with its place and skipped", async (line, reason) => {
    await put({ ...trainFile, "jira/acme/issues.ndjson": `${jiraLine(1)}\n${line}\n${jiraLine(2)}\n` });
    const { jira, problems } = await loadSandboxData(dir);
    expect(jira["acme"]?.issues).toHaveLength(2);
    expect(problems).toEqual([`jira/acme/issues.ndjson:2: ${reason}`]);
  });

  test("of many bad lines twenty are told, the rest is counted", async () => {
    await put({ ...trainFile, "jira/acme/issues.ndjson": `${jiraLine(1)}\n${"nonsense\n".repeat(30)}` });
    const { problems } = await loadSandboxData(dir);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe("jira/acme/issues.ndjson: 10 more lines like these");
  });

  test("an archive that breaks off gives what is there", async () => {
    const whole = gzipSync(Array.from({ length: 5000 }, (_, index) => jiraLine(index + 1)).join("\n"));
    await put({ ...trainFile, "jira/acme/issues.ndjson.gz": whole.subarray(0, whole.length / 2) });
    const { jira, problems } = await loadSandboxData(dir);
    expect(jira["acme"]?.issues.length).toBeGreaterThan(1000);
    expect(problems).toHaveLength(1);
  });

  test("a file that is no archive is told, the others are read", async () => {
    await put({
      ...trainFile,
      "jira/acme/issues-1.ndjson.gz": jiraLine(1),
      "jira/acme/issues-2.ndjson": jiraLine(2),
    });
    const { jira, problems } = await loadSandboxData(dir);
    expect(jira["acme"]?.issues).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/^jira\/acme\/issues-1\.ndjson\.gz: cannot be read to its end/u)]);
  });
});

describe("GitHub", () => {
  test("issues, pull requests and what stands beside them", async () => {
    await put({
      ...trainFile,
      "github/acme/api/issues.ndjson": [githubLine(1), githubLine(2), githubLine(3, { pull_request: {} })].join("\n"),
      "github/acme/api/pulls.ndjson": githubLine(3),
      "github/acme/api/milestones.json": '[{"number":1,"title":"M"}]',
      "github/acme/api/dependencies.json": JSON.stringify([
        { number: 1, blocked_by: [{ repository: "acme/web", number: 7 }, 2] },
        { number: 2, blocked_by: [{ repository_url: "https://api.github.com/repos/acme/web", number: 8 }] },
        { number: 2, blocked_by: "acme/web#7" },
      ]),
      "github/acme/api/sub_issues.json": '[{"number":1,"sub_issues":[{"repository":"acme/api","number":2}]}]',
      "github/acme/api/comments.json": '[{"id":1},5]',
    });
    const { github, problems } = await loadSandboxData(dir);
    const repo = github["acme/api"];
    expect([repo?.issues, repo?.pulls].map((rows) => rows?.map(({ number }) => number))).toEqual([[1, 2], [3]]);
    expect(repo?.dependencies).toEqual([
      {
        number: 1,
        blocked_by: [
          { repository: "acme/web", number: 7 },
          { repository: "acme/api", number: 2 },
        ],
      },
      { number: 2, blocked_by: [{ repository: "acme/web", number: 8 }] },
    ]);
    expect(repo?.subIssues).toEqual([{ number: 1, sub_issues: [{ repository: "acme/api", number: 2 }] }]);
    expect([repo?.milestones.length, repo?.comments.length]).toEqual([1, 1]);
    expect(problems).toEqual([
      expect.stringMatching(/^github\/acme\/api\/dependencies\.json: entry 3: expected/u),
      "github/acme/api/comments.json: entry 2 is not an object",
    ]);
  });

  test.each([
    ['{"title":"x"}', "no `number` such as 12"],
    ['{"number":0,"title":"x"}', "no `number` such as 12"],
    ['{"number":4}', "no `title`"],
  ])("the row %s is told and skipped", async (row, reason) => {
    await put({ ...trainFile, "github/acme/api/issues.ndjson": `${row}\n${githubLine(1)}` });
    const { problems } = await loadSandboxData(dir);
    expect(problems).toEqual([`github/acme/api/issues.ndjson:1: ${reason}`]);
  });
});

describe("optional files", () => {
  test.each([
    ["boards", '{"values":[{"id":1}],"isLast":true}', 1],
    ["issueLinkTypes", '{"issueLinkTypes":[{"id":"1"},{"id":"2"}]}', 2],
    ["sprints", '[{"id":1}]', 1],
  ] as const)("%s.json as the API gives it", async (name, content, count) => {
    await put({ ...trainFile, "jira/acme/issues.ndjson": jiraLine(1), [`jira/acme/${name}.json`]: content });
    const { jira, problems } = await loadSandboxData(dir);
    expect([jira["acme"]?.[name].length, problems]).toEqual([count, []]);
  });

  test.each(["{", '{"id":1}', '"text"'])("%s counts as absent and is told", async (content) => {
    await put({ ...trainFile, "jira/acme/issues.ndjson": jiraLine(1), "jira/acme/fields.json": content });
    const { jira, problems } = await loadSandboxData(dir);
    expect(jira["acme"]?.fields).toEqual([]);
    expect(problems).toEqual(["jira/acme/fields.json: expected a JSON array; read as if it were not there"]);
  });
});

describe("a folder that is no export", () => {
  const expected = { code: "config-invalid", remedy: expect.stringContaining("jira/<site>/issues.ndjson") };

  test("a missing one is named", async () => {
    await expect(loadSandboxData(join(dir, "nowhere"))).rejects.toMatchObject({
      ...expected,
      message: `There is no folder ${join(dir, "nowhere")}.`,
    });
  });

  test.each([
    ["an empty one", {}, "is not a folder with issues in it"],
    ["a foreign one", { "package.json": "{}", "src/main.ts": "" }, "is not a folder with issues in it"],
    ["one with a train file only", trainFile, "is not a folder with issues in it"],
    ["one with empty sites", { ...trainFile, "jira/acme/boards.json": "[]" }, "is not a folder with issues in it"],
    ["one without a train file", { "jira/acme/issues.ndjson": jiraLine(1) }, "has no signalbox.yaml"],
    ["one with unreadable lines only", { "jira/acme/issues.ndjson": "x" }, "issues.ndjson:1: not a JSON object"],
    ["one with a site of an odd name", { "jira/a b/issues.ndjson": jiraLine(1) }, "a site is named with letters"],
    ["one with a repository of an odd name", { "github/a/b c/issues.ndjson": githubLine(1) }, "are named with letters"],
  ])("%s is refused with what was expected", async (_name, files, what) => {
    await put(files);
    await expect(loadSandboxData(dir)).rejects.toMatchObject({ ...expected, message: expect.stringContaining(what) });
  });

  test("a file in its place is refused", async () => {
    await put({ "export.zip": "x" });
    await expect(loadSandboxData(join(dir, "export.zip"))).rejects.toMatchObject(expected);
  });

  test("one without a train file can be served if no train is needed", async () => {
    await put({ "jira/acme/issues.ndjson": jiraLine(1), "github/a/b/issues.ndjson": githubLine(1) });
    const data = await loadSandboxData(dir, false);
    expect(data.trainFile).toBe("");
    const sandbox = await startSandbox({ data, port: 0, clock: Date.now, searchLagMs: 0 });
    onTestFinished(() => sandbox.close());
    expect(sandbox.connections.map(({ key, system }) => [key, system])).toEqual([
      ["acme", "jira"],
      ["github", "github"],
    ]);
  });

  test("a train file that cannot be read is refused with the cause", async () => {
    await put({ "jira/acme/issues.ndjson": jiraLine(1) });
    await mkdir(join(dir, "signalbox.yaml"));
    await expect(loadSandboxData(dir)).rejects.toMatchObject({
      ...expected,
      message: expect.stringContaining("EISDIR"),
      cause: expect.any(Error),
    });
  });
});

const trains = "../shared/data/trains";

test.skipIf(!existsSync(trains)).each([
  ["titanium-2014Q2", 286],
  ["titanium-2015Q1", 309],
])("%s is read whole (needs ../shared/data)", async (train, count) => {
  const { jira, problems } = await loadSandboxData(`${trains}/${train}`);
  expect(problems).toEqual([]);
  expect(Object.values(jira).map(({ issues }) => issues.length)).toEqual([count]);
});
