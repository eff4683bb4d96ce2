/** Cases for a logistic regression. */
export type Cases = {
  /** One row of numbers per case. */
  readonly rows: readonly Float64Array[];
  /** What came: 0 or 1. */
  readonly came: Float64Array;
  readonly weights: Float64Array;
  /** Log-odds that are given beforehand; the regression learns what to add. */
  readonly offsets: Float64Array;
};

export type Penalty = {
  /** Ridge per column: the weight, in cases, of the belief that its coefficient is zero. */
  readonly ridge: Float64Array;
  /** Where Newton's method begins. */
  readonly start: Float64Array;
};

/** The number at a place inside the array. Apart from `at`: code for one kind of array runs several times as fast. */
function at(values: Float64Array, place: number): number {
  return Number(values[place]);
}

const mostSteps = 25;
/** A step below this changes no printed digit. */
const smallStep = 1e-6;

/**
 * Coefficients of the logistic regression with the greatest penalised likelihood, by Newton's method (iteratively
 * reweighted least squares; le Cessie and van Houwelingen, "Ridge Estimators in Logistic Regression", 1992).
 */
export function fitLogistic(cases: Cases, { ridge, start }: Penalty): Float64Array {
  let coefficients: Float64Array = Float64Array.from(start);
  let loss = lossOf(cases, coefficients, ridge);
  for (let step = 0; step < mostSteps; step += 1) {
    let change = solve(newtonSystem(cases, coefficients, ridge));
    let next = added(coefficients, change);
    let nextLoss = lossOf(cases, next, ridge);
    // Where the curve is flat, a whole step would go too far.
    while (nextLoss > loss + 1e-9 && change.some(isLarge)) {
      change = change.map((value) => value / 2);
      next = added(coefficients, change);
      nextLoss = lossOf(cases, next, ridge);
    }
    [coefficients, loss] = [next, nextLoss];
    if (!change.some(isLarge)) break;
  }
  return coefficients;
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, place) => value + at(b, place));
}

function isLarge(change: number): boolean {
  return Math.abs(change) >= smallStep;
}

/** Negative penalised log-likelihood. */
function lossOf({ rows, came, weights, offsets }: Cases, coefficients: Float64Array, ridge: Float64Array): number {
  let loss = coefficients.reduce((total, value, column) => total + (at(ridge, column) * value ** 2) / 2, 0);
  rows.forEach((row, place) => {
    const logOdds = dot(row, coefficients) + at(offsets, place);
    const signed = at(came, place) === 1 ? -logOdds : logOdds;
    loss += at(weights, place) * (Math.max(0, signed) + Math.log1p(Math.exp(-Math.abs(signed))));
  });
  return loss;
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let place = 0; place < a.length; place += 1) total += at(a, place) * at(b, place);
  return total;
}

/** A symmetric, positive definite matrix, of which only the lower half counts, and a right side. */
type System = { readonly matrix: readonly Float64Array[]; readonly right: Float64Array };

function newtonSystem(
  { rows, came, weights, offsets }: Cases,
  coefficients: Float64Array,
  ridge: Float64Array,
): System {
  const size = coefficients.length;
  const matrix = Array.from({ length: size }, (_, row) => {
    const line = new Float64Array(size);
    line[row] = at(ridge, row) + 1e-9;
    return line;
  });
  const lines = [...matrix.entries()];
  const right = coefficients.map((value, column) => -at(ridge, column) * value);
  rows.forEach((row, place) => {
    const probability = probabilityOf(dot(row, coefficients) + at(offsets, place));
    const weight = at(weights, place);
    const residual = weight * (at(came, place) - probability);
    const curvature = weight * probability * (1 - probability);
    for (const [one, line] of lines) {
      const value = at(row, one);
      if (value === 0) continue;
      right[one] = at(right, one) + residual * value;
      const scaled = curvature * value;
      for (let other = 0; other <= one; other += 1) line[other] = at(line, other) + scaled * at(row, other);
    }
  });
  return { matrix, right };
}

/** By Cholesky's decomposition, in place. */
function solve({ matrix, right }: System): Float64Array {
  matrix.forEach((line, row) => {
    matrix.slice(0, row + 1).forEach((other, column) => {
      const rest = at(line, column) - dot(line.subarray(0, column), other.subarray(0, column));
      line[column] = row === column ? Math.sqrt(rest) : rest / at(other, column);
    });
  });
  const half = Float64Array.from(right);
  matrix.forEach((line, row) => {
    half[row] = (at(half, row) - dot(line.subarray(0, row), half.subarray(0, row))) / at(line, row);
  });
  const solution = Float64Array.from(half);
  for (const [row, line] of [...matrix.entries()].toReversed()) {
    matrix.slice(row + 1).forEach((below, distance) => {
      solution[row] = at(solution, row) - at(below, row) * at(solution, row + 1 + distance);
    });
    solution[row] = at(solution, row) / at(line, row);
  }
  return solution;
}
