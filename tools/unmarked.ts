import type { Migration } from "../src/store/migrations.ts";

/** SQL that removes something an earlier version reads, or prevents its writes. */
const takesAway =
  /\b(?:add\s+column\s+(?![^,;]*\bdefault\b)[^,;]*\bnot\s+null|drop\s+(?:table|column|type|constraint|view)|rename\s+(?:to|column|value)|alter\s+column\s+\S+\s+(?:set\s+not\s+null|(?:set\s+data\s+)?type))\b/iu;

export type Unmarked = { readonly name: string; readonly statement: string };

/** Migrations without the breaking mark that break earlier versions, with the SQL that does. */
export function unmarked(migrations: readonly Migration[]): readonly Unmarked[] {
  return migrations.flatMap(({ name, script, isBreaking }) => {
    const statement = takesAway.exec(script.replaceAll(/--.*$/gmu, ""))?.[0];
    return statement === undefined || isBreaking ? [] : [{ name, statement }];
  });
}
