import type { JqlField } from "./field.ts";
import type { Term } from "./syntax.ts";
import { operandsOf, unsupported, type Test } from "./term.ts";

/** Tests a text field: all words of the operand must occur. */
export function textTest(field: JqlField & { kind: "text" }, term: Term): Test {
  const words = operandsOf(term.operand).flatMap((operand) =>
    operand.type === "value" ? operand.text.toLowerCase().split(/\W+/) : [],
  );
  const contains: Test = (issue) => {
    const text = field.text(issue)?.toLowerCase() ?? "";
    return words.every((word) => text.includes(word));
  };
  switch (term.operator) {
    case "~":
      return contains;
    case "!~":
      return (issue) => !contains(issue);
    case "is":
      return (issue) => (field.text(issue) ?? "") === "";
    case "is not":
      return (issue) => (field.text(issue) ?? "") !== "";
    default:
      throw unsupported(term);
  }
}
