/** A probability and what came. */
export type Predicted = { readonly probability: number; readonly came: boolean };

/** Mean squared distance between probabilities and what came (Brier, 1950); smaller is better, and it is proper. */
export function brierOf(predicted: readonly Predicted[]): number {
  return meanOf(predicted, ({ probability, came }) => (probability - Number(came)) ** 2);
}

/**
 * Area under the ROC curve: the share of pairs, one that came and one that did not, in which the former has the greater
 * probability; equal ones count half (Mann and Whitney's U). NaN if there is no such pair.
 */
export function aucOf(predicted: readonly Predicted[]): number {
  const inOrder = predicted.toSorted((a, b) => a.probability - b.probability);
  let [pairs, absent, equalAbsent, equalCame] = [0, 0, 0, 0];
  inOrder.forEach(({ probability, came }, place) => {
    if (came) equalCame += 1;
    else equalAbsent += 1;
    if (inOrder[place + 1]?.probability === probability) return;
    pairs += equalCame * (absent + equalAbsent / 2);
    absent += equalAbsent;
    [equalAbsent, equalCame] = [0, 0];
  });
  return pairs / (absent * (predicted.length - absent));
}

/** A bin of a reliability table. */
export type ReliabilityBin = { readonly n: number; readonly said: number; readonly came: number };

/** Ten bins of equal width; empty ones are left out. */
export function reliabilityOf(predicted: readonly Predicted[]): readonly ReliabilityBin[] {
  const bins = Map.groupBy(predicted, ({ probability }) => Math.min(9, Math.floor(probability * 10)));
  return [...bins]
    .toSorted(([a], [b]) => a - b)
    .map(([, some]) => ({
      n: some.length,
      said: meanOf(some, ({ probability }) => probability),
      came: meanOf(some, ({ came }) => Number(came)),
    }));
}

/** Expected calibration error: the mean distance of the bins from the diagonal, by their size. */
export function calibrationErrorOf(predicted: readonly Predicted[]): number {
  const distances = reliabilityOf(predicted).map(({ n, said, came }) => n * Math.abs(said - came));
  return distances.reduce((total, one) => total + one, 0) / predicted.length;
}

function meanOf(predicted: readonly Predicted[], valueOf: (one: Predicted) => number): number {
  return predicted.reduce((total, one) => total + valueOf(one), 0) / predicted.length;
}
