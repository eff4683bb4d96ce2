/** A node of the syntax tree, as far as the rule looks at it. */
type Node = {
  readonly type: string;
  readonly name?: string;
  readonly object?: Node;
  readonly property?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly argument?: Node;
};

type Context = { readonly report: (problem: { readonly node: Node; readonly message: string }) => void };

/** Matchers that undefined fails: negated, it passes. The others refuse undefined in either way. */
const passedByNothing = new Set(["toBe", "toBeNull", "toEqual", "toMatchObject", "toStrictEqual"]);

/** Calls that give undefined where a path ends early. */
const lookUps = new Set(["at", "textAt"]);

const message =
  "This passes when there is nothing to look at. Say first what is there, or what the value is instead of what it is not.";

/** A rule for tests: `expect(found?.id).not.toBe(7)` also holds where nothing was found. */
const plugin = {
  meta: { name: "proofs" },
  rules: {
    "not-of-nothing": {
      create: (context: Context) => ({
        CallExpression(node: Node) {
          const value = negated(node);
          if (value !== undefined && mayBeNothing(value)) context.report({ node, message });
        },
      }),
    },
  },
};

/** @returns what stands in `expect(…)` where a call is `expect(…).not.toBe(…)` or its like. */
function negated({ callee }: Node): Node | undefined {
  const negation = passedByNothing.has(nameOf(callee)) ? callee?.object : undefined;
  if (nameOf(negation) !== "not") return undefined;
  const asked = negation?.object;
  const call = nameOf(asked) === "resolves" ? asked?.object : asked;
  return nameOf(call?.callee) === "expect" ? call?.arguments?.[0] : undefined;
}

function mayBeNothing({ type, argument, callee }: Node): boolean {
  if (type === "AwaitExpression") return argument !== undefined && mayBeNothing(argument);
  return type === "ChainExpression" || (callee?.type === "Identifier" && lookUps.has(nameOf(callee)));
}

/** @returns the name that stands alone, or last in `a.b.name`. */
function nameOf(node: Node | undefined): string {
  return node?.name ?? node?.property?.name ?? "";
}

export default plugin;
