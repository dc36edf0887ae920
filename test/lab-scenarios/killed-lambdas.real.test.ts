/**
 * Kills every Lambda worker of a heal in the middle of its work, at each place once: real bundles, real workers, the
 * real state machine retrying. Before a write, so that it has not happened yet; or right after it, so that it has
 * happened without an answer. The heal must come out as if nothing had been; also one that is undone, or given up.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../lab/fleet/catalogue.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import { badRelease } from '../../lab/scenarios/bad-release.ts';
import { highCpu } from '../../lab/scenarios/high-cpu.ts';
import { highErrors } from '../../lab/scenarios/high-errors.ts';
import { runScenario } from '../../lab/scenarios/run-scenario.ts';
import type { Check, Scenario } from '../../lab/scenarios/scenario.ts';
import { synthesize } from '../../lab/synth.ts';
import { jsonCall } from '../lab/support/aws.ts';
import { stretched } from '../support/stretched.ts';
import { changesOf, killEverywhereOnce, refuseCalls, type Killing } from './support/killing.ts';
import { permissionProblems } from './support/permissions.ts';
import { storedIn } from './support/stored.ts';

const SPEED = 8;
/** Of the alarms of the lab. */
const ALARM_PERIOD_MS = 10_000;
/** What is asked is whether a heal comes out right, not how fast: each death waits for a retry, and machines are busy. */
const SECONDS_MAX = 800;

/** Their only writes are records. */
const EVERY_HEAL = ['Intake', 'Decide', 'Verify', 'Learn', 'Close'];
const REPLACING = ['DeregisterTargets', 'UpdateService 4', 'StopTask', 'UpdateService 3'];

interface Case extends Killing {
  readonly case: string;
  readonly scenario: Scenario;
  /** Injures the lab in ways no scenario does, before the scenario begins. */
  readonly prepare?: (lab: Lab) => void | Promise<void>;
  /** What those Lambdas change outside their own table; they are killed at each, and at their records. */
  readonly changes?: readonly string[];
  /** What memory counts at the service afterwards. */
  readonly credits: readonly { readonly attempts: number; readonly successes: number }[];
  /** What the lab's own checks find wrong, where something must be. */
  readonly problems?: readonly unknown[];
}

const HELPED = { attempts: 1, successes: 1 };
const FAILED = { attempts: 1, successes: 0 };

const toggleIsBack: Check = ({ writes }) => {
  const values = writes
    .filter(({ value }) => value.operation === 'PutParameter')
    .map(({ value }) => value.input['Value']);
  return values.join() === 'off,on' ? undefined : `the toggle was written: ${values.join()}`;
};

/** All tasks fail, whatever the toggle says; new tasks do not. */
const errorsBesideTheToggle: Scenario = {
  ...highErrors,
  name: 'errors-beside-the-toggle',
  breaks: [],
  expected: [{ service: 'user', outcome: 'healed', remedy: 'replaceTasks' }],
  checks: [toggleIsBack],
};

const leftoverIsTold: Check = ({ messages }) =>
  messages.some(({ stage, body }) => stage === 'ended' && body.includes('desired count 4'))
    ? undefined
    : 'no message says that a fourth task was asked for';

const failedHighCpu: Scenario = {
  ...highCpu,
  name: 'failed-high-cpu',
  expected: [{ service: 'user', outcome: 'failed' }],
  checks: [leftoverIsTold],
};

/** Stops the execution as a person would, once the service has been asked for one task more. */
function stopMidway({ cloud, events }: Lab): void {
  let execution = '';
  events.on((event) => {
    if (event.kind === 'incident') execution = event.incident.executionArn;
    if (event.kind !== 'write' || event.write.operation !== 'UpdateService' || execution === '') return;
    void jsonCall(cloud.endpoint, 'AWSStepFunctions.StopExecution', { executionArn: execution });
    execution = '';
  });
}

/**
 * Of a whole period, and nearly all requests: of a period's 20 requests chance lets few enough through that going on as
 * before may look like harm.
 */
async function errorsFromNextPeriod({ clock, fleet }: Lab): Promise<void> {
  await clock.sleep(ALARM_PERIOD_MS - (clock.now() % ALARM_PERIOD_MS));
  fleet.inject({ ...FAULTS.errors, share: 0.95 }, { service: 'user', tasks: 'all' });
}

/** The longest first, so that the last to end is not alone. */
const CASES: readonly Case[] = [
  {
    case: 'flips a toggle that does not help, puts it back and replaces tasks',
    scenario: errorsBesideTheToggle,
    prepare: errorsFromNextPeriod,
    lambdas: ['FlipToggle'],
    moments: ['after'],
    changes: ['PutParameter off', 'PutParameter on'],
    credits: [FAILED, HELPED],
  },
  {
    case: 'replaces a task, killed before its writes',
    scenario: highCpu,
    lambdas: [...EVERY_HEAL, 'ReplaceTasks'],
    moments: ['before'],
    changes: REPLACING,
    credits: [HELPED],
  },
  {
    case: 'replaces a task, killed after its writes',
    scenario: highCpu,
    lambdas: [...EVERY_HEAL, 'ReplaceTasks'],
    moments: ['after'],
    changes: REPLACING,
    credits: [HELPED],
  },
  {
    case: 'gives up, because verification may do nothing',
    scenario: failedHighCpu,
    prepare: (lab) => refuseCalls(lab, 'Verify'),
    lambdas: ['Abandon'],
    moments: ['after'],
    credits: [],
    problems: [expect.stringMatching(/^an execution FAILED: ReadFailed/)],
  },
  {
    case: 'is stopped by a person in the middle',
    scenario: failedHighCpu,
    prepare: stopMidway,
    lambdas: ['Reap'],
    moments: ['after'],
    credits: [],
  },
  {
    case: 'rolls back',
    scenario: badRelease,
    lambdas: ['RollBack'],
    moments: ['before', 'after'],
    changes: ['UpdateService'],
    credits: [HELPED],
  },
  {
    case: 'flips a toggle',
    scenario: highErrors,
    lambdas: ['FlipToggle'],
    moments: ['before', 'after'],
    changes: ['PutParameter off'],
    credits: [HELPED],
  },
];

describe('a heal whose every Lambda is killed at every place once', () => {
  let assembly = '';
  beforeAll(async () => {
    assembly = await synthesize();
  });

  it.concurrent.each(CASES)('$case', { timeout: stretched(180_000) }, async (killing) => {
    const { scenario, prepare, credits, problems = [] } = killing;
    const lab = await startLab({ speed: SPEED, assembly });
    try {
      const killed = killEverywhereOnce(lab, killing);
      await prepare?.(lab);
      const report = await runScenario(lab, { ...scenario, secondsMax: SECONDS_MAX }, () => undefined);
      expect(report.problems, JSON.stringify(report.timeline, null, 1)).toEqual(problems);
      expect([...killed].toSorted()).toEqual(placesOf(killing).toSorted());
      const stored = await storedIn(lab);
      // What could not be carried out is counted apart, and is no attempt.
      const counted = stored.credits(scenario.expected[0]?.service ?? '').filter(({ attempts }) => attempts > 0);
      expect(counted).toEqual(credits);
      expect(stored.leaseEnds).toEqual([0]);
      expectNothingTwice(changesOf(lab));
      expect(await permissionProblems(lab.stack, lab.cloud.calls, `killed: ${killing.case}`)).toEqual([]);
    } finally {
      await lab.close();
    }
  });
});

/** Every place where a Lambda must have been killed; the last of its Lambdas is the one that changes things. */
function placesOf({ lambdas, moments, changes = [] }: Case): readonly string[] {
  const records = lambdas.map((lambda) => `${lambda} records`);
  const places = [...records, ...changes.map((change) => `${lambdas.at(-1)} ${change}`)];
  return moments.flatMap((moment) => places.map((place) => `${moment} ${place}`));
}

/** Counts may return to what they were; nothing else is done a second time, and nothing directly again. */
function expectNothingTwice(changes: readonly string[]): void {
  expect(changes.filter((change, index) => change === changes[index - 1])).toEqual([]);
  const others = changes.filter((change) => !change.startsWith('UpdateService'));
  expect(others.filter((change, index) => others.indexOf(change) !== index)).toEqual([]);
}
