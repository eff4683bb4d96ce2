import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const glossary = readFileSync("docs/glossary.md", "utf8");
const documents = ["README.md", "CONTRIBUTING.md", ...globSync("{docs,connectors}/**/*.md")].filter(
  (path) => path !== "docs/glossary.md",
);
const documentsText = documents.map((path) => readFileSync(path, "utf8")).join("\n");
const code = globSync("src/**/*.ts")
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** The words that the glossary defines, one row may define two. */
const terms = [...glossary.matchAll(/^\| ([a-z][^|]*) \| /gmu)]
  .flatMap(([, words = ""]) => words.split(", "))
  .filter((word) => word !== "word");

test("the glossary defines each word once, in one line", () => {
  expect(terms.length).toBeGreaterThan(25);
  expect(terms.filter((term, place) => terms.indexOf(term) !== place)).toEqual([]);
});

test.each(terms)("%s is used in the documents, and in the code", (term) => {
  expect(documentsText).toMatch(new RegExp(`\\b${term}`, "iu"));
  expect(code).toMatch(new RegExp(term.replaceAll(" ", "[ -]?"), "iu"));
});

/** Words without an actor, and names that other words have replaced. */
const retired = /\b(?:nobody|somebody|whoever|so many|thinks? again|drains?|the books|courier|lane|workplace)\b/giu;

test("documents name the actor, by the present words", () => {
  expect("Nobody told the courier".match(retired)).toEqual(["Nobody", "courier"]);
  const found = documents.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(retired)].map(([word]) => `${path}: ${word}`),
  );
  expect(found).toEqual([]);
});
