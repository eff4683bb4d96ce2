/** What people write under "done when", and into reports of bugs. */
export const acceptance: readonly string[] = [
  "It works with keyboard and screen reader.",
  "Support can see what happened, without asking an engineer.",
  "A shop that does not use it notices nothing.",
  "The figures agree with the ledger to the cent.",
  "A second attempt changes nothing.",
  "It is behind a flag, and the flag has an end date.",
  "The error names what the reader can do next.",
  "Amounts are shown in the shop's currency, with the shop's separators.",
  "Nothing personal reaches the logs.",
  "The slowest tenth stays under 400 ms.",
  "Old clients get the answer they are used to.",
  "The help page is written by whoever built it.",
  "An alert tells us before a merchant does.",
  "It survives the other side being away for ten minutes.",
  "Currencies without decimals and with three are tried.",
  "Finance has seen it and nodded.",
];

export const observed: readonly string[] = [
  "Seen by four merchants since Tuesday; about 0.3% of sessions.",
  "Support has eleven tickets on it, all since the last release.",
  "Found while testing something else. Happens every time.",
  "Happens about once a day, always under load.",
  "A merchant sent a screen recording, it is attached to the ticket in the help desk.",
];

export const steps: readonly string[] = [
  "Start with an empty cart and a new session.",
  "Use a test card that needs a challenge.",
  "Wait until the session is older than thirty minutes.",
  "Go back once and forward again.",
  "Switch the language on the way.",
  "Look at the last line of the answer.",
];

export const remarks: readonly string[] = [
  "Talked it through with support, they can live with the old way until the end of the month.",
  "Is this still wanted? The merchant who asked has left.",
  "Split in two, the second half is in the next sprint.",
  "Reviewed with design, two small changes, see the file.",
  "Works on staging. Waiting for the next release window.",
  "The estimate was a guess, we know more after Thursday.",
  "Please try it with a shop that has more than one currency.",
  "Moved the hard part behind a flag so that the rest can go out.",
  "I can take this one when I am back on Monday.",
  "Numbers look right for the last three days: 99.2%, 99.4%, 99.1%.",
];
