import { z } from "zod";

const User = z.looseObject({
  key: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});

/**
 * A user in Cloud's form: `accountId` is Data Center's user key, which never changes; the user name may. (`UserJsonBean`
 * of Atlassian's OpenAPI description of Jira 10.3 has both.)
 */
export function personOf(user: unknown): unknown {
  const known = User.safeParse(user).data;
  return known === undefined ? user : { ...known, accountId: known.key ?? known.name };
}

/** A user to be named in a field, which takes the user name: here `accountId` is that. */
export function namedPerson(user: unknown): unknown {
  const known = User.safeParse(user).data;
  return known === undefined ? user : { ...known, accountId: known.name ?? known.key };
}
