import { z } from "zod";

const Fields = z.array(
  z.object({
    id: z.string(),
    name: z.string().catch(""),
    custom: z.boolean().catch(false),
    schema: z
      .object({ custom: z.string().nullish().catch(null) })
      .optional()
      .catch(undefined),
  }),
);

/** Kinds of fields that hold the key of a parent: of an epic, and above it in Advanced Roadmaps. */
const parentKinds = new Set(["com.pyxis.greenhopper.jira:gh-epic-link", "com.atlassian.jpo:jpo-custom-field-parent"]);

/** Kind of the field that only epics have: their short name. */
const epicNameKind = "com.pyxis.greenhopper.jira:gh-epic-label";

/** What the converter must know about a site's custom fields: from the last answer to the request for fields. */
export class CustomFields {
  /** Ids of the fields with a parent's key, the epic's first. */
  parents: readonly string[] = [];
  /** Id of the field with an epic's short name; null if the site has none. */
  epicName: string | null = null;
  #idByName: ReadonlyMap<string, string> = new Map();

  /** @returns the answer unchanged */
  learn(answer: unknown): unknown {
    const custom = (Fields.safeParse(answer).data ?? []).filter((field) => field.custom);
    const kinds = [...parentKinds];
    this.parents = custom
      .filter(({ schema }) => parentKinds.has(schema?.custom ?? ""))
      .toSorted((a, b) => kinds.indexOf(a.schema?.custom ?? "") - kinds.indexOf(b.schema?.custom ?? ""))
      .map(({ id }) => id);
    this.epicName = custom.find(({ schema }) => schema?.custom === epicNameKind)?.id ?? null;
    const byName = Map.groupBy(custom, ({ name }) => name);
    this.#idByName = new Map(
      [...byName].flatMap(([name, [only, ...more]]) =>
        only === undefined || more.length > 0 ? [] : [[name, only.id] as const],
      ),
    );
    return answer;
  }

  /** The id of the only custom field with a name: changes in Data Center name their field only so. */
  idOf(name: string): string | null {
    return this.#idByName.get(name) ?? null;
  }
}
