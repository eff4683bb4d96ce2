import type { Random } from "../sandbox/demo-data/random.ts";
import type { Description } from "../sandbox/demo-data/description.ts";

const verbs = ["Show", "Move", "Check", "Book", "Repeat", "Sign", "Merge", "Split", "Archive", "Explain"];
const things = ["payouts", "refunds", "disputes", "carts", "tokens", "statements", "webhooks", "receipts", "limits"];
const places = [
  "in the dashboard",
  "for new merchants",
  "after midnight",
  "on slow networks",
  "per currency",
  "by age",
];

/** @param index makes it unique */
export function bulkTitle(random: Random, index: number): string {
  return `${random.pick(verbs)} ${random.pick(things)} ${random.pick(places)} (${index + 1})`;
}

const sentences = [
  "Merchants with many small payments notice it first, and support hears of it a day later.",
  "The figures come from three places today, which agree on most days but not on the last one of a month.",
  "What is shown must be what was booked; where both differ, the difference is shown and not hidden.",
  "Old clients keep working without a change, new ones get the better answer by asking for it.",
  "A second attempt with the same key changes nothing and gives the same answer as the first one.",
  "Where a date is missing, nobody is to guess it: the item is listed as incomplete with a link to it.",
  "Large shops send up to forty requests a second in the evening, small ones four in an hour.",
  "The alert comes before the first merchant calls, and says which bank and which currency it is about.",
];

/** A description of 400 to 1,500 characters. @param references sentences that name other items */
export function bulkDescription(random: Random, references: readonly string[]): Description {
  const paragraphs = Array.from({ length: random.int(2, 5) }, () =>
    [random.pick(sentences), random.pick(sentences), random.pick(sentences)].join(" "),
  );
  return { paragraphs, listTitle: null, list: [], references };
}
