import type { Migration } from "../src/store/migrations.ts";

/** What a process of an earlier version would miss, or could not write beside. */
const takesAway =
  /\b(?:add\s+column\s+(?![^,;]*\bdefault\b)[^,;]*\bnot\s+null|drop\s+(?:table|column|type|constraint|view)|rename\s+(?:to|column|value)|alter\s+column\s+\S+\s+(?:set\s+not\s+null|(?:set\s+data\s+)?type))\b/iu;

export type Unmarked = { readonly name: string; readonly statement: string };

/** Migrations that take something away from earlier versions and are not marked as breaking, with the words that do so. */
export function unmarked(migrations: readonly Migration[]): readonly Unmarked[] {
  return migrations.flatMap(({ name, script, isBreaking }) => {
    const statement = takesAway.exec(script.replaceAll(/--.*$/gmu, ""))?.[0];
    return statement === undefined || isBreaking ? [] : [{ name, statement }];
  });
}
