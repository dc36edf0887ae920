/** Defects of the time that calls, Lambdas and states have, and of the lease that must outlast them. */
import { inFile, type Defect } from './defect.ts';

export const BUDGET_DEFECTS: readonly Defect[] = [
  ...inFile(
    'lambdas/adapters/aws-call.ts',
    ['test/lib/workflow/time-budgets.test.ts'],
    [
      {
        name: 'patient-call',
        what: 'one call takes longer than its Lambda',
        from: 'REQUEST_TIMEOUT_MS = 3000',
        to: 'REQUEST_TIMEOUT_MS = 30000',
      },
      {
        name: 'stubborn-call',
        what: 'one call is tried twenty times',
        from: 'ATTEMPTS_MAX = 2',
        to: 'ATTEMPTS_MAX = 20',
      },
      {
        name: 'endless-call',
        what: 'a call that is not answered is only warned of',
        from: 'throwOnRequestTimeout: true',
        to: 'throwOnRequestTimeout: false',
      },
    ],
  ),
  ...inFile(
    'lib/stage-function.ts',
    ['test/lib/workflow/time-budgets.test.ts'],
    [
      {
        name: 'slow-lambda',
        what: 'a Lambda may take longer than its state waits',
        from: 'TIMEOUT_SECONDS = 30',
        to: 'TIMEOUT_SECONDS = 60',
      },
    ],
  ),
  ...inFile(
    'lib/workflow/tasks.ts',
    ['test/lib/workflow/time-budgets.test.ts'],
    [
      {
        name: 'hasty-state',
        what: 'a state gives up before its Lambda does',
        from: 'LAMBDA_SECONDS = 40',
        to: 'LAMBDA_SECONDS = 20',
      },
      {
        name: 'patient-state',
        what: 'a state waits for an hour',
        from: 'LAMBDA_SECONDS = 40',
        to: 'LAMBDA_SECONDS = 4_000',
      },
    ],
  ),
  ...inFile(
    'lib/workflow/states.ts',
    ['test/lib/workflow/time-budgets.test.ts', 'test/workflow/lease.test.ts'],
    [
      {
        name: 'stubborn-state',
        what: 'a state tries again until its lease is gone',
        from: 'MaxAttempts: 5',
        to: 'MaxAttempts: 20',
      },
      { name: 'no-retry', what: 'a state gives up at the first error', from: 'MaxAttempts: 5', to: 'MaxAttempts: 0' },
    ],
  ),
  ...inFile(
    'lambdas/stages/act.ts',
    ['test/lib/workflow/time-budgets.test.ts'],
    [
      {
        name: 'too-many-moves',
        what: 'one call makes more moves than it has time for',
        from: 'MOVES_PER_CALL = 20',
        to: 'MOVES_PER_CALL = 60',
      },
    ],
  ),
  ...inFile(
    'core/workflow/within-lease.ts',
    ['test/core/workflow/within-lease.test.ts'],
    [
      {
        name: 'verified-unheld',
        what: 'verification waits longer than the lease lasts',
        from: "'verifying', ",
        to: '',
      },
      { name: 'acted-unheld', what: 'a remedy waits longer than the lease lasts', from: "'acting', ", to: '' },
    ],
  ),
  ...inFile(
    'core/limits/lease.ts',
    ['test/workflow/lease.test.ts'],
    [
      {
        name: 'wait-past-lease',
        what: 'a wait is three times as long as the lease',
        from: 'LEASE_SECONDS / 3',
        to: 'LEASE_SECONDS * 3',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/heal-terms.ts',
    ['test/workflow/lease.test.ts'],
    [
      {
        name: 'lost-and-going-on',
        what: 'a heal goes on without its lease until its next move',
        from: 'if (lost.length > 0) return',
        to: 'if (lost.length > 1_000) return',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/act.ts',
    ['test/workflow/held-afterwards.test.ts'],
    [
      {
        name: 'restored-unheld',
        what: 'what a closed incident left needs a lease',
        from: "return incident.phase === 'closed' ? aftercareTerms : healTerms",
        to: "return incident.phase === 'deciding' ? aftercareTerms : healTerms",
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/verify.ts',
    ['test/workflow/lease.test.ts'],
    [
      {
        name: 'lost-is-verified',
        what: 'what is seen after the lease was lost is a verdict',
        from: "found.incident.phase === 'closed' || (await leaseHoldsOf(world, found.incident)).length === 0;",
        to: "found.incident.phase === 'closed' || (await leaseHoldsOf(world, found.incident)).length >= 0;",
      },
      {
        name: 'lost-not-final',
        what: 'without a lease verification goes on and on',
        from: "  verdict: 'inconclusive',\n  final: true,",
        to: "  verdict: 'inconclusive',\n  final: false,",
      },
      {
        name: 'unrenewed',
        what: 'verification renews no lease',
        from: "found.incident.phase === 'closed' || (await leaseHoldsOf(world, found.incident)).length === 0;",
        to: 'found.incident !== undefined;',
      },
    ],
  ),
  ...inFile(
    'core/workflow/on-acted.ts',
    ['test/workflow/lease.test.ts'],
    [
      {
        name: 'lost-untold',
        what: 'no message tells what a heal without lease left',
        from: "return learn(withOutcome(stopped, 'escalated', `${reason}${leftOver(journal)}`));\n  }\n  return undoOrLearn(stopped, journal);",
        to: "return learn(withOutcome(stopped, 'escalated', ''));\n  }\n  return undoOrLearn(stopped, journal);",
      },
      {
        name: 'lost-tried-again',
        what: 'a heal without a lease chooses another remedy',
        from: "holds.some((hold) => hold.reason === 'lease-lost')",
        to: "holds.some((hold) => hold.reason === 'override-off')",
      },
    ],
  ),
];
