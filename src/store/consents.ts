import { proposed, type Consent, type Started, type Stopped } from "../domain/consent.ts";
import type { Database } from "./database.ts";

type Row = { readonly state: "started" | "stopped"; readonly since: number; readonly withStanding: boolean };

const readSql = `
  select state, (extract(epoch from since) * 1000)::double precision as since, with_standing as "withStanding"
  from consent where train = $1`;

/** See `EvaluationLedger.consent`. */
export async function readConsent(database: Database, train: string): Promise<Consent> {
  const [row] = await database.query<Row>(readSql, [train]);
  if (row === undefined) return proposed;
  const { state, since, withStanding } = row;
  return state === "started" ? { state, since, withStanding } : { state, since };
}

const sinceSql = "to_timestamp($3::double precision / 1000)::timestamptz(3)";

const insertSql = `
  insert into consent (train, state, since, with_standing) values ($1, $2::consent_state, ${sinceSql}, $4)
  on conflict do nothing`;

const updateSql = `
  update consent set state = $2::consent_state, since = ${sinceSql}, with_standing = $4
  where train = $1 and state = $5::consent_state and since = to_timestamp($6::double precision / 1000)::timestamptz(3)
    and with_standing = $7`;

export type Decision = { readonly train: string; readonly consent: Started | Stopped; readonly was: Consent };

/** See `EvaluationLedger.saveConsent`. */
export async function saveConsent(database: Database, { train, consent, was }: Decision): Promise<boolean> {
  const values = [train, ...valuesOf(consent)];
  const saved =
    was.state === "proposed"
      ? await database.execute(insertSql, values)
      : await database.execute(updateSql, [...values, ...valuesOf(was)]);
  return saved === 1;
}

function valuesOf(consent: Started | Stopped) {
  return [consent.state, consent.since, consent.state === "started" && consent.withStanding] as const;
}
