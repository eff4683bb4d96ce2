import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const documented = new Set(
  [...readFileSync(".env.example", "utf8").matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name),
);

/** Commented lines of YAML are advice, not configuration. */
function withoutComments(text: string): string {
  return text.replaceAll(/(^|\s)#.*$/gm, "");
}

test.each([
  ["config/settings.ts", /^ {2}([A-Z_]+): orUnset/gm],
  ["config/signalbox.example.yaml", /\$\{([A-Z_]+)\}/g],
  ["compose.yaml", /\$\{([A-Z_]+)[:}]/g],
])("every variable of %s is in .env.example", (file, pattern) => {
  const text = readFileSync(file, "utf8");
  const used = [...(file.endsWith(".yaml") ? withoutComments(text) : text).matchAll(pattern)].map(([, name]) => name);
  expect(used).not.toEqual([]);
  expect(used.filter((name) => !documented.has(name))).toEqual([]);
});

test("compose.yaml has no secret of its own", () => {
  const secrets = /(?:PASSWORD|TOKEN|SECRET|KEY): (.*)|:\/\/\w+:(.*)@/g;
  const values = [...readFileSync("compose.yaml", "utf8").matchAll(secrets)].map(
    ([, named, inside]) => named ?? inside,
  );
  const required = expect.stringMatching(/^\$\{\w+:\?[^}]+\}$/);
  expect(values).toEqual([required, required]);
});
