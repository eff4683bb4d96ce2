import { role, scene, type Scene } from "./scene-kit.ts";

/*
 * Dependencies that cannot hold, as they really come about. The present is iteration 3. What is not staged here is in
 * order, so these are all the conflicts the demo has.
 */

/** The provider is planned for a later iteration. */
const late: readonly Scene[] = [
  scene(
    role(["checkout", 0, 3], "Pay with one tap from the cart page"),
    role(["api", 2, 4], "Return network tokens from GET /v2/wallets/{id}"),
    "text",
  ),
  scene(
    role(["mobile", 2, 4], "Show a partial refund line by line"),
    role(["ledger", 1, 5], "Post partial refunds to the merchant's sub-ledger"),
    "native",
  ),
  scene(
    role(["web", 2, 4], "Upload dispute evidence by drag and drop"),
    role(["risk", 2, 5], "Scan evidence files before they leave quarantine"),
    "text",
  ),
  scene(
    role(["web", 0, 3], "Show the 3-D Secure challenge inside the card form"),
    role(["api", 0, 4], "Return challenge parameters with the payment"),
    "native",
  ),
  scene(
    role(["ledger", 0, 3], "Put the bank's own reference on each payout"),
    role(["api", 1, 4], "Send payout.paid with the end-to-end reference"),
    "text",
  ),
];

/** The provider is in nobody's plan. */
const unscheduled: readonly Scene[] = [
  scene(
    role(["checkout", 2, 4], "Offer instant bank transfer at the end of the checkout"),
    role(["ledger", 2, 0], "Match SEPA Instant returns within the hour"),
    "native",
  ),
  scene(
    role(["mobile", 0, 4], "Switch on tap to pay for sellers in Poland"),
    role(["api", 4, 0], "Register phones as readers through POST /v2/readers"),
    "text",
  ),
];

/** The provider's date has passed. */
const overdue: readonly Scene[] = [
  scene(
    role(["mobile", 0, 4], "Use network tokens for Visa in the phone's wallet"),
    role(["checkout", 1, 3], "Get the scheme's letter of approval for network tokens", {
      kind: "task",
      state: "in-progress",
      dueDaysAgo: 6,
    }),
    "native",
  ),
  scene(
    role(["web", 0, 4], "Explain declines in the shopper's own words"),
    role(["risk", 1, 3], "Agree the list of decline reasons with both acquirers", {
      kind: "task",
      state: "in-progress",
      dueDaysAgo: 4,
    }),
    "text",
  ),
  // Left in a milestone that ended: everything else in it is closed.
  scene(
    role(["web", 1, 4], "Refunds tab: filter by state and export"),
    role(["api", 0, 2], "List refunds with the payment's metadata", { state: "in-progress" }),
    "native",
  ),
];

/** The provider will never come. */
const cancelled: readonly Scene[] = [
  scene(
    role(["web", 3, 4], "Load the card form from our own domain"),
    role(["api", 2, 3], "Serve the vault script with a subresource hash", { kind: "task", state: "cancelled" }),
    "native",
  ),
  scene(
    role(["ledger", 2, 3], "Book Klarna settlements net of fees"),
    role(["checkout", 2, 3], "Fetch Klarna's settlement files every night", { state: "cancelled" }),
    "native",
  ),
];

/** The provider comes in the next increment. */
const nextIncrement: readonly Scene[] = [
  scene(
    role(["mobile", 2, 5], "Goodwill refund without a call to support"),
    role(["ledger", 4, 6], "Give fees back on goodwill refunds"),
    "native",
  ),
  scene(
    role(["web", 1, 5], "Download the settlement report from the payout page"),
    role(["ledger", 4, 7], "Settlement report as a file that never changes again"),
    "text",
  ),
];

/** Three teams, each waiting for the next, over both trackers. */
function ring(): Scene {
  const checkout = role(["checkout", 3, 4], "Send the device's fingerprint with every order");
  const api = role(["api", 0, 4], "Accept `device` on POST /v2/payments");
  const risk = role(["risk", 1, 4], "Score device fingerprints in the rules engine");
  return {
    waits: [
      { consumer: checkout, provider: api, via: "text" },
      { consumer: api, provider: risk, via: "text" },
      { consumer: risk, provider: checkout, via: "native" },
    ],
  };
}

/** Tight, not broken. */
const sameIteration: readonly Scene[] = [
  scene(
    role(["web", 3, 4], "Show the delivery fee before sign-in"),
    role(["api", 0, 4], "Quote delivery fees for anonymous carts"),
    "native",
  ),
  scene(
    role(["ledger", 3, 4], "Release the month only when every account agrees"),
    role(["ledger", 3, 4], "Check each account against its statement"),
    "native",
  ),
  scene(
    role(["mobile", 3, 4], "Tell the seller about a new dispute on the phone"),
    role(["risk", 2, 4], "Publish dispute events as soon as the scheme sends them"),
    "native",
  ),
  scene(
    role(["web", 1, 5], "Show fees per payment in the dashboard"),
    role(["ledger", 1, 5], "Serve fees per payment from the ledger's read model"),
    "text",
  ),
];

/** Begun before the ground was there. */
const startedEarly: readonly Scene[] = [
  scene(
    role(["checkout", 3, 4], "Restore the cart after a failed 3-D Secure challenge", { state: "in-progress" }),
    role(["risk", 1, 3], "Report why a challenge failed", { state: "in-progress" }),
    "native",
  ),
  scene(
    role(["ledger", 3, 4], "Forecast the month's fees from open payments", { state: "in-progress" }),
    role(["api", 0, 3], "Expose expected fees on GET /v2/payments/{id}", { state: "in-progress" }),
    "text",
  ),
  scene(
    role(["mobile", 3, 4], "Open a failed payout from its notification", { state: "in-review" }),
    role(["ledger", 0, 3], "Give failed payouts a reason code", { state: "in-progress" }),
    "native",
  ),
];

/** Waiting for something nobody here can see. */
const outOfReach: readonly Scene[] = [
  scene(role(["api", 2, 4], "Keep card data in the EU region only"), "acme/platform#88", "text"),
  scene(role(["ledger", 2, 4], "Read statements from the new message bus"), "acme/platform#131", "text"),
];

export const scenes: readonly Scene[] = [
  ...late,
  ...unscheduled,
  ...overdue,
  ...cancelled,
  ...nextIncrement,
  ring(),
  ...sameIteration,
  ...startedEarly,
  ...outOfReach,
];
