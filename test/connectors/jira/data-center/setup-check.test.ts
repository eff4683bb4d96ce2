import { expect, test } from "vitest";
import { aSite, startSite, type StartOptions } from "../sandbox-site.ts";

const read = { data: aSite(), scope: { containers: ["PAY"] } };
const dataCenter = { ...read, dataCenter: "10.3.5" };

/** The finding that blocks, of the first request. */
async function fault(options: StartOptions) {
  const site = await startSite(options);
  const found = (await site.setup.reach()).find(({ outcome }) => outcome === "blocks");
  await site.close();
  return found;
}

test("a person's account is noticed by what is assigned to it", async () => {
  const site = await startSite(dataCenter);
  const use = { places: ["PAY"], rollups: [], former: [], zones: [] };
  expect(await site.setup.account(use)).toMatchObject([{ id: "account:acme", outcome: "ok" }]);
  site.site.people.editIssue("PAY-2", { assignee: { accountId: site.site.account.accountId } });
  const [finding] = await site.setup.account(use);
  await site.close();
  expect(finding).toMatchObject({ outcome: "warning", means: expect.stringContaining("PAY-2 is assigned to it") });
});

test("a wrong token is mended by a personal access token, on the profile's page", async () => {
  expect(await fault({ ...dataCenter, connection: { token: "expired" } })).toMatchObject({
    group: "credentials",
    remedy: expect.stringContaining("personal access token"),
    link: expect.stringContaining("/jira/acme/secure/ViewProfile.jspa"),
  });
});

test.each([
  ["a version that is too old, by an update", { ...read, dataCenter: "8.20.1" }, "Update that Jira"],
  [
    "an address of no Data Center, by one with its path",
    { ...read, connection: { account: null } },
    "its context path",
  ],
])("mends %s", async (_, options: StartOptions, remedy) => {
  expect(await fault(options)).toMatchObject({ group: "address", remedy: expect.stringContaining(remedy) });
});
