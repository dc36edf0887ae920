/**
 * The pure judgement of a metric alarm: which state follows from the datapoints of its evaluation range. It follows
 * "Configuring how CloudWatch alarms treat missing data" of the CloudWatch user guide, including the extra datapoints
 * from further back and the rule that lets an old breaching point followed by gaps go into ALARM.
 */

export type AlarmValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

export interface AlarmTerms {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

/** Periods CloudWatch looks back beyond `EvaluationPeriods`: five points for an alarm of three in the guide's tables. */
export const EXTRA_PERIODS = 2;

/**
 * Judges `points`, the evaluation range oldest first: true for breaching, false for within the threshold, undefined
 * for missing.
 */
export function judge(terms: AlarmTerms, points: readonly (boolean | undefined)[], current: AlarmValue): AlarmValue {
  const real = points.filter((point) => point !== undefined);
  const judged = real.slice(-terms.evaluationPeriods);
  const breaching = judged.filter(Boolean).length;
  const missing = terms.evaluationPeriods - judged.length;
  if (breaching >= terms.datapointsToAlarm) return 'ALARM';
  if (missing === 0) return 'OK';
  if (terms.treatMissingData === 'breaching') return breaching + missing >= terms.datapointsToAlarm ? 'ALARM' : 'OK';
  if (terms.treatMissingData === 'notBreaching') return 'OK';
  if (judged.length === 0) return terms.treatMissingData === 'ignore' ? current : 'INSUFFICIENT_DATA';
  if (breaching < judged.length) return 'OK';
  return terms.treatMissingData === 'missing' && oldestBreachingAge(terms, points) >= terms.datapointsToAlarm
    ? 'ALARM'
    : current;
}

/** Age, in periods counted from 1 for the newest, of the oldest breaching point within the evaluation periods. */
function oldestBreachingAge(terms: AlarmTerms, points: readonly (boolean | undefined)[]): number {
  const recent = points.slice(-terms.evaluationPeriods);
  const index = recent.indexOf(true);
  return index < 0 ? 0 : recent.length - index;
}

export type Comparison =
  'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';

const COMPARISONS: Readonly<
  Record<Comparison, { readonly words: string; breaches(value: number, threshold: number): boolean }>
> = {
  GreaterThanOrEqualToThreshold: {
    words: 'greater than or equal to',
    breaches: (value, threshold) => value >= threshold,
  },
  GreaterThanThreshold: { words: 'greater than', breaches: (value, threshold) => value > threshold },
  LessThanThreshold: { words: 'less than', breaches: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: { words: 'less than or equal to', breaches: (value, threshold) => value <= threshold },
};

export const isComparison = (name: string): name is Comparison => Object.hasOwn(COMPARISONS, name);

export const breaches = (comparison: Comparison, value: number, threshold: number): boolean =>
  COMPARISONS[comparison].breaches(value, threshold);

/** One transition, as far as its wording needs it. */
export interface Crossing {
  readonly from: AlarmValue;
  readonly to: AlarmValue;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly terms: AlarmTerms;
  /** Start of period and value, newest first, as CloudWatch lists them. */
  readonly recent: readonly (readonly [at: number, value: number])[];
}

const clockFace = (at: number): string => {
  const [year, month, day, time] = new Date(at).toISOString().split(/[-T.]/);
  return `${day}/${month}/${year?.slice(2)} ${time}`;
};

const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** The sentence CloudWatch writes into `state.reason`. */
export function reasonOf(crossing: Crossing): string {
  const { terms, recent, from, to } = crossing;
  const missing = terms.evaluationPeriods - recent.length;
  if (to === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${missing} datapoint${missing === 1 ? ' was' : 's were'} unknown.`;
  if (recent.length === 0) {
    const treated = terms.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${missing} periods and ${missing} missing datapoints were treated as [${treated}].`;
  }
  const breaching = recent.filter(([, value]) => breaches(crossing.comparison, value, crossing.threshold)).length;
  const counted = to === 'ALARM' ? breaching : recent.length - breaching;
  const needed = to === 'ALARM' ? terms.datapointsToAlarm : terms.evaluationPeriods - terms.datapointsToAlarm + 1;
  const list = recent.map(([at, value]) => `${decimal(value)} (${clockFace(at)})`).join(', ');
  return (
    `Threshold Crossed: ${counted} out of the last ${terms.evaluationPeriods} datapoints [${list}] ` +
    `${counted === 1 ? 'was' : 'were'}${to === 'OK' ? ' not' : ''} ${COMPARISONS[crossing.comparison].words} the threshold ` +
    `(${decimal(crossing.threshold)}) (minimum ${needed} datapoint${needed === 1 ? '' : 's'} for ${from} -> ${to} transition).`
  );
}
