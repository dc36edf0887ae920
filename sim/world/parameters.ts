/**
 * The single numbers of the virtual world, each with what it rests on; causes and remedies have tables of their own.
 * Data only. Nothing here was chosen by looking at which policy it favours.
 */
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import { assumption, source, type Parameter } from './basis.ts';

export const PARAMETERS = {
  services: {
    value: 40,
    unit: 'services',
    meaning: 'size of the fleet',
    basis: assumption('a medium product; its size changes how much is shared, not who wins'),
  },
  tasksMin: { value: 2, unit: 'tasks', meaning: 'smallest service', basis: assumption('no service runs alone') },
  tasksMax: { value: 20, unit: 'tasks', meaning: 'largest service', basis: assumption('as the fleet') },
  groupMin: {
    value: 3,
    unit: 'services',
    meaning: 'smallest group sharing a dependency',
    basis: assumption('as the fleet'),
  },
  groupMax: { value: 10, unit: 'services', meaning: 'largest such group', basis: assumption('as the fleet') },
  criticalShare: {
    value: 0.2,
    unit: 'of services',
    meaning: 'tier critical',
    basis: assumption('few services carry the business'),
  },
  batchShare: {
    value: 0.2,
    unit: 'of services',
    meaning: 'tier batch',
    basis: assumption('as many that no user waits for'),
  },
  days: {
    value: 180,
    unit: 'days',
    meaning: 'time the incidents are spread over',
    basis: assumption('three half-lives of memory, so that forgetting matters'),
  },
  mixConcentration: {
    value: 6,
    unit: '',
    meaning: 'Dirichlet concentration of the causes of one service around those of the fleet',
    basis: assumption('services differ, and none is unlike all others'),
  },
  driftShare: {
    value: 1 / 3,
    unit: 'of services',
    meaning: 'have other causes from half time on',
    basis: assumption('teams rewrite a third of their services in half a year'),
  },
  transientExtra: {
    value: 0.25,
    unit: 'per incident with a cause',
    meaning: 'incidents that pass by themselves, on top',
    basis: assumption("7.9 % of even severe incidents are transient (Ghosh et al., SoCC'22); alarms see more of them"),
  },
  falseAlarmExtra: {
    value: 0.05,
    unit: 'per incident with a cause',
    meaning: 'alarms without any failure, on top',
    basis: assumption('the share of false alarms is not published'),
  },
  leakPrecision: {
    value: 0.85,
    unit: '',
    meaning: 'precision of what detects leaks: the rest of its alarms are false',
    basis: source("RESIN, OSDI'22"),
  },
  deploymentRecall: {
    value: 1,
    unit: '',
    meaning: 'share of failures by a change that are seen to begin with a deployment',
    basis: source("Gandalf, NSDI'20, data plane"),
  },
  deploymentPrecision: {
    value: 0.924,
    unit: '',
    meaning: 'share of failures seen to begin with a deployment that were caused by it',
    basis: source("Gandalf, NSDI'20, data plane"),
  },
  recoveryShape: {
    value: 3,
    unit: '',
    meaning: 'shape of the Lomax distribution of recovery without help',
    basis: assumption('heavy-tailed, not exponential (arXiv 1810.03278); the shape itself is not published'),
  },
  alarmClearMinutes: {
    value: 2,
    unit: 'min',
    meaning: 'an alarm stays red after the failure ended',
    basis: assumption('three of five one-minute periods'),
  },
  alarmRaiseMinutes: {
    value: 3,
    unit: 'min',
    meaning: 'a failure that is back raises its alarm after',
    basis: assumption('three of five one-minute periods'),
  },
  durationSigma: {
    value: 0.3,
    unit: '',
    meaning: 'spread of the logarithm of how long an action takes',
    basis: assumption('lognormal; the spread is not published'),
  },
  executionFailure: {
    value: 0.01,
    unit: 'of actions',
    meaning: 'the call to AWS fails and nothing changes',
    basis: assumption('not published'),
  },
  sensorOutage: {
    value: 0.01,
    unit: 'of verifications',
    meaning: 'no data, so that nothing can be verified',
    basis: assumption('not published'),
  },
  humanMedianMinutes: {
    value: 40,
    unit: 'min',
    meaning: 'median time until a paged person has fixed it',
    basis: assumption('lognormal; the distribution of human response is not published'),
  },
  humanSigma: { value: 0.6, unit: '', meaning: 'spread of its logarithm', basis: assumption('as above') },
  reliefMeanMinutes: {
    value: 20,
    unit: 'min',
    meaning: 'how long a failure stays away that was not cured (exponential)',
    basis: assumption('well within an hour, the relapse window of Cluster API'),
  },
  harmMinutes: {
    value: DECISION_POLICY.harmMinutes,
    unit: 'min',
    meaning: 'cost of having made things worse, until undone',
    basis: assumption('two bad readings, the undo and one verification, as the healer reckons'),
  },
  companionChance: {
    value: 0.3,
    unit: 'per service of the group',
    meaning: 'fails too when the dependency of its group fails',
    basis: assumption('some callers have fallbacks'),
  },
  companionMinutes: {
    value: 2,
    unit: 'min',
    meaning: 'at most so much later',
    basis: assumption('callers notice within two periods'),
  },
  restartAgainFirstMinutes: {
    value: 10 / 60,
    unit: 'min',
    meaning: 'first pause of restart-always',
    basis: source('Kubernetes CrashLoopBackOff: 10 s, doubling'),
  },
  restartAgainMaxMinutes: {
    value: 5,
    unit: 'min',
    meaning: 'longest pause of restart-always',
    basis: source('Kubernetes CrashLoopBackOff: 300 s'),
  },
} as const satisfies Readonly<Record<string, Parameter>>;
