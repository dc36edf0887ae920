/**
 * Distributions made of uniform numbers, by textbook formulas. Pure: each is given the chance it needs.
 */

/** Exponential by inversion. */
export function exponential(mean: number, uniform: number): number {
  return -mean * Math.log(1 - uniform);
}

/** Standard normal (Box and Muller 1958). */
export function normal(first: number, second: number): number {
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
}

/** Lognormal of this median; its mean is median · exp(σ²/2). */
export function lognormal(median: number, sigma: number, gauss: number): number {
  return median * Math.exp(sigma * gauss);
}

/** Lomax (Pareto II) of this mean by inversion: heavy-tailed. @param shape above 1, or there is no mean */
export function lomax(mean: number, shape: number, uniform: number): number {
  return mean * (shape - 1) * ((1 - uniform) ** (-1 / shape) - 1);
}

/** Tries of the rejection below: one in a million fails all of twelve, so this many fail never. */
const TRIES_MAX = 200;

/** Gamma of this shape and scale 1 (Marsaglia and Tsang 2000). @param next uniform numbers, as many as asked for */
export function gamma(shape: number, next: () => number): number {
  if (shape < 1) return gamma(shape + 1, next) * next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const x = normal(next(), next());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
  throw new Error(`no gamma number of shape ${shape} in ${TRIES_MAX} tries: the uniform numbers are not`);
}

/** The first name whose share of the sum the number falls into. @throws Error when nothing has a share */
export function pick<Name extends string>(shares: Readonly<Partial<Record<Name, number>>>, uniform: number): Name {
  const entries = Object.entries(shares) as [Name, number][];
  const sum = entries.reduce((total, [, share]) => total + share, 0);
  let left = uniform * sum;
  for (const [name, share] of entries) {
    left -= share;
    if (left < 0) return name;
  }
  throw new Error('nothing to pick from');
}
