/**
 * How a field goes into a column. `item`: an item's id, or the key of an unknown item (`keyRef`), which reads give as
 * null; `instant`: epoch milliseconds; `day`: `yyyy-mm-dd`; `document`: JSON text, kept byte for byte; `jsonb`: any value
 * of JSON.
 */
export type ColumnType =
  | "text"
  | "text[]"
  | "item"
  | "boolean"
  | "integer"
  | "bigint"
  | "double precision"
  | "day"
  | "instant"
  | "document"
  | "jsonb"
  | `enum ${string}`;

/** A table for bulk statements: rows by field name (`nativeId`), columns by `native_id`. */
export type Table<Row> = {
  readonly name: string;
  readonly key: readonly (keyof Row & string)[];
  readonly columns: { readonly [Field in keyof Row & string]: ColumnType };
};

/** `accept`: SQL condition, besides a difference, for replacing a stored row `t` by the new values `r`. */
type UpsertOptions = { readonly accept?: string; readonly stamp?: { readonly column: string; readonly value: string } };

/**
 * One statement for a set of rows, with `columnLists` as its first parameters. Does not update or lock equal rows. Sorts
 * by key, so that two writers lock rows in the same order.
 */
export function upsertSql<Row>(table: Table<Row>, { accept = "true", stamp }: UpsertOptions = {}): string {
  const { names, values } = written(table, stamp);
  return `
    insert into ${quote(table.name)} (${names.join(", ")})
    select ${values.join(", ")}
    from ${besideStored(table)}
    where ${isNew(table)} or ((${accept}) and ${differs(table, fieldsOf(table))})
    ${onConflict(table, names)}`;
}

/** The rows that `upsertSql` would write, with `isToWrite`. @param columns SQL to select beside it, of `r` and `t` */
export function comparedSql<Row>(
  table: Table<Row>,
  { accept, columns }: Required<Pick<UpsertOptions, "accept">> & { readonly columns: string },
): string {
  return `
    select ${columns}, ${isNew(table)} or ((${accept}) and ${differs(table, fieldsOf(table))}) as "isToWrite"
    from ${besideStored(table)}`;
}

/** As `upsertSql`, for rows that the table lacks as far as the caller knows: does not compare them. */
export function insertSql<Row>(table: Table<Row>, { stamp }: Pick<UpsertOptions, "stamp">): string {
  const { names, values } = written(table, stamp);
  return `
    insert into ${quote(table.name)} (${names.join(", ")})
    select ${values.join(", ")}
    from (${recordsSql(table)}) r
    ${onConflict(table, names)}`;
}

/**
 * As `upsertSql`, but returns a row of `changed` for each written row: its id, or none if only `quiet` fields differ.
 */
export function upsertNotingSql<Row extends { readonly id: string }>(
  table: Table<Row>,
  { stamp, quiet }: Pick<UpsertOptions, "stamp"> & { readonly quiet: keyof Row },
): string {
  const { names, values } = written(table, stamp);
  const fields = fieldsOf(table);
  const loud = fields.filter((field) => field !== quiet);
  return `
    with fresh as materialized (
      select r.*, ${isNew(table)} or ${differs(table, loud)} as matters
      from ${besideStored(table)}
      where ${isNew(table)} or ${differs(table, fields)}
    ), written as (
      insert into ${quote(table.name)} (${names.join(", ")})
      select ${values.join(", ")} from fresh r
      ${onConflict(table, names)}
    )
    select case when matters then array[id] else array[]::text[] end as changed from fresh`;
}

/** The written columns, and their values. */
function written<Row>(table: Table<Row>, stamp: UpsertOptions["stamp"]) {
  const columns = columnsOf(table);
  const stamps = stamp === undefined ? [] : [stamp];
  return {
    names: [...columns, ...stamps.map(({ column }) => quote(column))],
    values: [...columns.map((column) => `r.${column}`), ...stamps.map(({ value }) => value)],
  };
}

function besideStored<Row>(table: Table<Row>): string {
  const sameKey = table.key.map(columnOf).map((key) => `t.${key} = r.${key}`);
  return `(${recordsSql(table)}) r left join ${quote(table.name)} t on ${sameKey.join(" and ")}`;
}

function isNew<Row>(table: Table<Row>): string {
  return `t.${table.key.map(columnOf)[0]} is null`;
}

function onConflict<Row>(table: Table<Row>, names: readonly string[]): string {
  const keys = table.key.map(columnOf);
  const isOnlyKey = names.every((column) => keys.includes(column));
  return `
    order by ${keys.map((key) => `r.${key}`).join(", ")}
    on conflict (${keys.join(", ")}) do ${
      isOnlyKey ? "nothing" : `update set ${names.map((column) => `${column} = excluded.${column}`).join(", ")}`
    }`;
}

/** One statement for a set of rows, as `upsertSql`: inserts them all, and fails if the table has one of their keys. */
export function appendSql<Row>(table: Table<Row>): string {
  const columns = columnsOf(table).join(", ");
  return `
    insert into ${quote(table.name)} (${columns})
    select ${columns} from (${recordsSql(table)}) r
    order by ${table.key.map(columnOf).join(", ")}`;
}

/** One statement for a set of rows, as `upsertSql`: inserts the rows with new keys. */
export function addSql<Row>(table: Table<Row>): string {
  return `${appendSql(table)} on conflict do nothing`;
}

/**
 * Compares and swaps one row: the parameters are the `columnLists` of the new row, then of the row as read. Writes
 * nothing if one of the `compared` fields has changed.
 */
export function swapSql<Row>(table: Table<Row>, compared: readonly (keyof Row & string)[]): string {
  const same = compared.map(columnOf).map((column) => `t.${column} is not distinct from was.${column}`);
  // No index serves `is not distinct from`.
  const sameKey = table.key.map(columnOf).map((column) => `t.${column} = was.${column}`);
  return `
    update ${quote(table.name)} t set ${columnsOf(table)
      .map((column) => `${column} = r.${column}`)
      .join(", ")}
    from (${recordsSql(table)}) r, (${recordsSql(table, nextParameter(table))}) was
    where ${[...sameKey, ...same].join(" and ")}`;
}

/**
 * Rows from the lists of their columns, with the columns' types: PostgreSQL reads lists in half the time of JSON. After
 * `from`, `unnest` would copy each list into a store of its own before it joins them.
 * @param first number of the first parameter
 */
export function recordsSql<Row>(table: Table<Row>, first = 1): string {
  const fields = fieldsOf(table);
  const selected = fields.map((field) => `${valueOf(field, table.columns[field])} as ${columnOf(field)}`);
  const lists = fields.map(
    (field, place) => `unnest($${first + place}::${listType(table.columns[field])}[]) as ${quote(field)}`,
  );
  return `select ${selected.join(", ")} from (select ${lists.join(", ")}) as j`;
}

/** Number of the parameter after a table's columns. */
export function nextParameter<Row>(table: Table<Row>): number {
  return fieldsOf(table).length + 1;
}

/** Columns as fields of the domain, instants as epoch milliseconds: `id, native_id as "nativeId", …`. */
export function selectSql<Row>(table: Table<Row>): string {
  const fields = fieldsOf(table).map((field) => `${readOf(field, table.columns[field])} as ${quote(field)}`);
  return `select ${fields.join(", ")} from ${quote(table.name)}`;
}

export function fieldsOf<Row>({ columns }: Table<Row>): readonly (keyof Row & string)[] {
  return Object.keys(columns).filter((field): field is keyof Row & string => field in columns);
}

function differs<Row>(table: Table<Row>, fields: readonly (keyof Row & string)[]): string {
  // `json` has no equality operator.
  const side = (alias: string) =>
    fields
      .map((field) => `${alias}.${columnOf(field)}${table.columns[field] === "document" ? "::text" : ""}`)
      .join(", ");
  return `(${side("r")}) is distinct from (${side("t")})`;
}

export function columnsOf<Row>(table: Table<Row>): readonly string[] {
  return fieldsOf(table).map(columnOf);
}

/** `nativeId` → `"native_id"`. */
export function columnOf(field: string): string {
  return quote(field.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`));
}

function quote(name: string): string {
  return `"${name}"`;
}

/** The type of a column's values in a list; lists are text there, because lists of lists would need the same length. */
function listType(type: ColumnType): string {
  if (type === "instant") return "double precision";
  if (type === "day") return "date";
  if (type === "document" || type === "text[]" || type === "item") return "text";
  return type.startsWith("enum ") ? quote(type.slice("enum ".length)) : type;
}

function valueOf(field: string, type: ColumnType): string {
  const value = `j.${quote(field)}`;
  if (type === "instant") return `to_timestamp(${value} / 1000)::timestamptz(3)`;
  if (type === "text[]") return `${value}::text[]`;
  return type === "document" ? `${value}::json` : value;
}

function readOf(field: string, type: ColumnType): string {
  const column = columnOf(field);
  if (type === "instant") return `(extract(epoch from ${column}) * 1000)::double precision`;
  if (type === "day") return `to_char(${column}, 'YYYY-MM-DD')`;
  if (type === "item") return `case when not starts_with(${column}, 'key:') then ${column} end`;
  return type === "bigint" ? `${column}::double precision` : column;
}
