import type { KeyedIdentity } from "../ports/connector.ts";
import type { Database } from "./database.ts";
import { keyRefSql } from "./known-names.ts";
import { namesOf, reach, valuesOf, type Reading } from "./linked-items.ts";
import { overAll } from "./planner.ts";

/**
 * Leaves out items that the last reading of a project found hidden. `member`: of the shown cycle or chain of an open
 * conflict, in order; `size` only of a cycle, whose last member waits for the first. `pair`: consumer and provider of
 * an open conflict of any train; `name_of`: all references that links may use for them, with the ids of their copies
 * (`src/domain/items/copies.ts`).
 */
const unconfirmedSql = `${reach}, member as (
    select c.train, c.fingerprint, m.id, m.at,
      case when c.rule = 'cycle' then json_array_length(c.conflict #> '{evidence,cycle}') end as size
    from conflict c, json_array_elements_text(
      c.conflict #> case when c.rule = 'cycle' then '{evidence,cycle}' else '{evidence,chain,items}' end::text[]
    ) with ordinality as m (id, at)
    where c.state = 'open'
  ), pair as (
    select consumer_id as waiting, provider as awaited from conflict
    where state = 'open' and rule <> 'cycle' and provider is not null
    union
    select m.id, n.id from member m join member n using (train, fingerprint)
    where n.at = coalesce(m.at % m.size, m.at) + 1
  ), paired as (
    select waiting as id from pair union select awaited from pair
  ), paired_item as (
    select * from work_item where id in (select id from paired)
  ), name_of as (
    select id, id as name from paired
    union select id, key from (${namesOf("paired_item")}) as here
    union select id, ${keyRefSql} from paired_item
    union select p.id, copy.id from paired_item p
      join connection own on own.key = p.connection
      join connection other on other.named and other.system = own.system and other.site = own.site and other.key <> own.key
      join work_item copy on copy.id = p.system || ':' || other.key || ':issue:' || p.native_id
  ), written as (
    select a.id as one, b.id as other
    from dependency d
    join name_of a on a.name = split_part(d.source, '@', 1)
    join name_of b on b.name = split_part(d.target, '@', 1)
  ), lost as (
    select waiting, awaited from pair
    except select one, other from written
    except select other, one from written
  )
  select w.id, w.handle, w.key from work_item w
  where exists (select from pair) and w.connection = $1 and w.presence = 'present'
    and w.id in (select waiting from lost union select awaited from lost) and w.id in (select id from covered)
    and not exists (select from membership m join membership_query q using (connection, digest)
      where m.item_id = w.id and m.hidden and q.connection = $1 and q.jql = any ($4::text[]))
  order by w.id collate "C"`;

/** See `ItemLookup.unconfirmedEnds`. */
export async function unconfirmedEnds(database: Database, reading: Reading): Promise<readonly KeyedIdentity[]> {
  return overAll(database, async (tx) => tx.query(unconfirmedSql, await valuesOf(tx, reading)));
}
