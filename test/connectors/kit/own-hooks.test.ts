import { expect, test } from "vitest";
import { ownHooks } from "../../../connectors/kit/own-hooks.ts";

const url = "https://signalbox.acme.example/webhooks/hub";

function found(key: string, ...addresses: readonly (string | null)[]) {
  return ownHooks(addresses, { key, url }, (address) => address);
}

test("the hook with our address comes first, then those of the same service with another end", () => {
  const [former, other] = [`${url}/old-path`, "https://SIGNALBOX.acme.example:443/webhooks/hub"];
  expect(found("hub", former, url, other)).toEqual({ here: [url, former, other], elsewhere: [] });
});

test("other services are named once each, without the parts of their addresses that are secret", () => {
  const old = ["https://old.example/webhooks/hub/s3cret", "https://me:s3cret@old.example/webhooks/hub"];
  const behindPath = "http://proxy.example:8080/signalbox/webhooks/hub";
  expect(found("hub", ...old, behindPath)).toEqual({
    here: [],
    elsewhere: ["http://proxy.example:8080/signalbox", "https://old.example"],
  });
});

test.each([
  ["of another connection", "https://old.example/webhooks/hub-2"],
  ["deeper than our endpoints", "https://old.example/webhooks/hub/a/b"],
  ["of another program", "https://ci.example/github-webhook/"],
  ["no address", "hub"],
  ["none", null],
])("an address %s is not ours", (_, address) => {
  expect(found("hub", address)).toEqual({ here: [], elsewhere: [] });
});
