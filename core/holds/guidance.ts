/**
 * What people read of each reason to hold back: what it means, and what to do. `docs/holds.md` is made of it. Apart
 * from `reasons.ts` because no Lambda needs it. Texts are Markdown, links as from `docs/`.
 */
import { RELEASE_GUIDANCE } from './release-guidance.ts';
import type { HoldReason } from './reasons.ts';

interface Guidance {
  readonly means: string;
  readonly todo: string;
}

export const GUIDANCE: Readonly<Record<HoldReason, Guidance>> = {
  'override-off': {
    means: "`/healer/mode` or the service's says off",
    todo: 'set it to `auto` when healing may go on',
  },
  'override-observe': { means: 'the same, with observe: decided and reported, not done', todo: 'set it to `auto`' },
  'override-unreadable': {
    means: 'a parameter could not be read, so nothing is done meanwhile; a heal under way asks again for five minutes',
    todo: "check SSM, its throttling and the Lambda's role",
  },
  'override-invalid': {
    means: 'the value is not auto, observe or off, it is bad JSON, or `/healer/mode` does not exist',
    todo: 'correct or create it; the message quotes it',
  },
  'alarm-cleared': {
    means: 'the alarm was OK again or only silent, or ECS took the failed deployment back',
    todo: 'nothing',
  },
  'alarm-unreadable': {
    means:
      'the alarm could not be read, is gone, is neither red nor OK, or is OK only because its newest readings are late',
    todo: 'check CloudWatch; the healer asks again for a while',
  },
  uncorroborated: {
    means: 'an application says that it fails, and no alarm or metric of the healer agrees, or none could be read',
    todo: 'look at the application; [what confirms it](signals.md#what-confirms-it)',
  },
  'group-busy': { means: 'another service of the group is being healed', todo: 'nothing: it waits for its turn' },
  'queue-expired': { means: 'it waited twenty minutes', todo: 'look at what it waited for' },
  'attempts-exhausted': {
    means: 'the service was acted on as often as its runbook allows',
    todo: 'find the cause: a remedy that has to be repeated does not cure it',
  },
  'limits-unreadable': {
    means: 'leases and windows could not be read or written',
    todo: 'check DynamoDB; nothing is done meanwhile',
  },
  'approval-needed': {
    means: 'the configuration, or the tier, keeps the remedy for people',
    todo: 'approve or deny with the command in the message',
  },
  'approval-denied': { means: 'a person said no, or took back the yes', todo: 'nothing; the incident is yours' },
  'approval-expired': {
    means: 'no person answered within 15 minutes',
    todo: 'heal by hand; answer sooner, or list fewer remedies under `approval`',
  },
  'approval-for-another': {
    means: 'a person was asked about another toggle, or another rollback target; the healer asks once for an incident',
    todo: 'do it by hand, if it is right',
  },
  'undo-asked': { means: 'a person ended the heal by `/healer/undo/INCIDENT`', todo: 'nothing; the incident is yours' },
  'too-soon': {
    means: 'the service was healed a short while ago; the pause doubles while heals keep coming',
    todo: 'nothing: it is healed when the pause is over, if it still fails',
  },
  'remedy-repeated': {
    means: 'this remedy was used twice within six hours here, or rolled back once, or flipped twice within a day',
    todo: 'find the cause: a remedy that has to be repeated does not cure it',
  },
  flapping: {
    means: 'it fails, recovers and fails again, four times within about an hour',
    todo: "look at what it depends on, and at the alarm's limit",
  },
  'account-rate': {
    means: 'too many attempts at all services within a short time',
    todo: 'nothing: it waits for its turn',
  },
  'account-busy': {
    means: 'as many services as may be are being healed, or another one is being rolled back',
    todo: 'nothing: it waits for its turn',
  },
  'account-queue': {
    means:
      'fewer attempts are left than services wait for one, and a more important one, or one that failed before, goes first',
    todo: 'nothing: it waits a minute and a half at most',
  },
  'breaker-open': {
    means: 'attempts at several services did not help, so the healer has stopped itself for half an hour',
    todo: 'find what it misunderstands; one heal may then show that it works again',
  },
  'common-cause': {
    means: 'several services have the same failure, and another one of them is healed first',
    todo: 'look for what they share',
  },
  'no-headroom': {
    means: 'several services fail, and what they call is so busy that fresh tasks would keep it failing',
    todo: 'take load off it: shed, or give it capacity',
  },
  'storm-soft': {
    means: "a fifth of the services fail together, and it is not this one's turn",
    todo: 'look for one cause; [what is done](limits.md#in-a-storm)',
  },
  'storm-hard': {
    means: 'two fifths of them fail, or fifteen began within a minute, or healing one did not help',
    todo: 'look for one cause; [what is done](limits.md#in-a-storm)',
  },
  'lease-lost': {
    means:
      'the lease expired or was taken while acting: the heal stops there and undoes nothing, for another may be at work',
    todo: 'look at what the message says was left; undo it with the command in it',
  },
  'dependency-failing': {
    means: 'errors or waiting, while a service it depends on is failing; for scaling out whatever the failure',
    todo: 'look at the dependency; the healer heals it as well where it is registered',
  },
  overloaded: {
    means:
      'the whole fleet fails with at least 1.3 times the usual requests, or fifty a period where none came for an hour: its tasks are busy, not broken',
    todo: 'nothing: it sheds load, adds tasks, or waits',
  },
  'about-unknown': {
    means:
      'it is not known what the signal is about, so nothing tells which tasks are sick and whether they are only busy; holds replacing tasks only',
    todo: '[declare `about`](signals.md#what-an-alarm-is-about) beside the alarm',
  },
  'none-stands-out': {
    means:
      'a band, a log or a custom signal, no task stands out, and requests are 1.2 times the usual or not counted; holds replacing tasks only',
    todo: 'look at the tasks, or add an alarm with a limit',
  },
  'not-overloaded': {
    means:
      'load does not explain the failure: no more requests than usual, few tasks suffer, or no metric counts requests; holds scaling out only',
    todo: 'nothing: more of what is broken is broken too',
  },
  'tasks-not-running': {
    means: 'fewer tasks run than are desired, so more would not start either; holds scaling out only',
    todo: 'find out why tasks do not start',
  },
  'most-tasks-reached': { means: 'the service has its `maxTasks` already', todo: 'raise it, or take load off' },
  'scaling-in-progress': {
    means:
      'the desired count is another than in the last three minutes, and the healer did not set it: autoscaling or a person is at work; seen where Container Insights counts tasks',
    todo: 'nothing: it waits, and looks again',
  },
  'calendar-closed': {
    means: 'a change calendar of the service is closed; holds disruptive remedies only',
    todo: 'decide on it yourself, or open the calendar',
  },
  'calendar-unreadable': {
    means: 'a change calendar does not exist or could not be read; holds disruptive remedies only',
    todo: 'check its name, SSM and the role of Decide',
  },
  'error-budget-spent': {
    means: "less than a tenth of the error budget of the service's `slo` is left; holds disruptive remedies only",
    todo: 'decide on it yourself: what it may cost is not there any more',
  },
  'already-tried': { means: 'it was tried in this incident and did not help', todo: 'nothing' },
  'too-many-remedies': { means: 'three remedies did not help', todo: 'a person looks' },
  'too-long': { means: 'healing took longer than 25 minutes, or two windows if that is more', todo: 'a person looks' },
  'not-worth-it': { means: 'experience says that a person is faster', todo: 'nothing, or reorder the runbook' },
  'only-forecast': {
    means: 'an early warning is red and nothing else: reason enough for a safe remedy, not for a disruptive one',
    todo: 'nothing; the limit itself has an alarm of its own',
  },
  'harmful-before': {
    means: 'it made things worse at least twice lately, and in 15 % of its uses or more',
    todo: 'look at what it did; a person may still do it',
  },
  'service-unreadable': {
    means:
      'ECS did not answer; for replacing and adding tasks too where it did not say what was deployed, and the runbook knows a way back',
    todo: 'check ECS and the role',
  },
  'metrics-unreadable': {
    means:
      'a reading that might forbid it is missing: requests, while what fails rises with load; the desired count; the error budget; load of a dependency; tasks beyond a limit, late',
    todo: 'check CloudWatch and the role of Decide',
  },
  'service-inactive': { means: 'the ECS service is draining or inactive', todo: 'nothing, if that is meant' },
  'service-kind': {
    means:
      'the [kind of service](services.md) allows this remedy never: a DAEMON service has no count, a short ARN no permission',
    todo: 'see that page: a toggle is what is left',
  },
  'service-kind-unknown': {
    means:
      'ECS calls its scheduling strategy, its controller or its deployment strategy by a name the healer does not know',
    todo: 'look for a newer version',
  },
  'single-task-only': {
    means:
      'one task is desired and `maximumPercent` lets no second one run beside it: most likely there must never be two',
    todo: 'say `maxTasks: 2` where two may run for a moment',
  },
  'service-unregistered': {
    means: 'it is to be undone at a service that was taken out of the configuration',
    todo: 'change it back yourself, or register the service again',
  },
  'no-targets': {
    means: 'no task is running, or the service is scaled to zero: no task can be replaced',
    todo: 'find out why tasks do not start',
  },
  'too-many-targets': {
    means: 'more than 80 tasks would have to be replaced; fewer where each has several target groups to leave',
    todo: 'a person decides on that many',
  },
  'too-few-healthy': { means: 'too few tasks would be left in service, or no target is known', todo: 'add capacity' },
  'targets-unclear': {
    means:
      'nothing tells which target is which task, or which of two target groups has the traffic: a task might be stopped while it takes requests',
    todo: 'compare `targetGroup` with the service in ECS: `npm run verify`',
  },
  'target-group-unknown': {
    means:
      'ECS registers the tasks in a target group, or behind a classic load balancer, that the healer was not told of and may not drain',
    todo: 'add it to `targetGroups`, or as `alternateTargetGroupArn`',
  },
  'already-replacing': { means: 'the sick tasks fail their health check, so ECS replaces them', todo: 'nothing' },
  'deployment-in-progress': { means: 'a deployment of another actor is under way', todo: 'wait for it, or stop it' },
  'rebalancing-in-progress': {
    means: 'ECS is moving tasks of the service between availability zones (for half an hour at most)',
    todo: 'nothing: it is waited for',
  },
  'tasks-not-placed': {
    means: 'ECS began no further task for eight minutes: no instance, port, address or capacity is free',
    todo: 'make room; nothing is learnt of it',
  },
  'task-protected': {
    means: 'an application protects a task that would be stopped from scale-in: it is waited for, two hours at most',
    todo: 'end it, or say `replaceProtectedTasks: true` where it does not matter',
  },
  'deployed-by-others': {
    means: 'a person asked to undo a rollback, and another actor deployed since, be it the same revision',
    todo: 'nothing: who deployed is in charge',
  },
  'count-changed-by-others': {
    means: 'the desired count is not what the healer found or set',
    todo: 'nothing: who changed it is in charge',
  },
  'no-toggle': { means: 'no toggle is listed to help against this failure', todo: 'list one in the configuration' },
  'toggle-unreadable': {
    means:
      'the parameter does not exist or could not be read; where the read failed, no task is replaced and no release taken back either: the toggle may explain it',
    todo: 'create it; check SSM and the role',
  },
  'toggle-value-unknown': {
    means:
      'the parameter holds neither the `on` nor the `off` of the configuration, letter by letter: a JSON document, `ON`, a trailing line break',
    todo: 'write one of the two, or correct the configuration',
  },
  'toggle-already-flipped': { means: 'it is switched already and did not help', todo: 'nothing' },
  'toggle-changed-by-others': {
    means: 'another actor wrote another value meanwhile',
    todo: 'nothing: their value stays',
  },
  'no-remedy-left': { means: 'every remedy is held or was tried', todo: 'read the reasons of each' },
  ...RELEASE_GUIDANCE,
};
