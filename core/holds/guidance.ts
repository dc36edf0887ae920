/**
 * What each hold means and what to do about it, for people. `docs/holds.md` is generated from it. Apart from
 * `reasons.ts`, so that no Lambda bundles it. Texts are Markdown, with links as from `docs/`.
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
  'override-observe': {
    means: 'the same, with observe: the healer decides and reports, and does nothing',
    todo: 'set it to `auto`',
  },
  'override-unreadable': {
    means:
      'the healer could not read a parameter, so it does nothing; a heal under way reads it again for five minutes',
    todo: "check SSM, its throttling and the Lambda's role",
  },
  'override-invalid': {
    means: 'the value is none of auto, observe and off, or bad JSON, or `/healer/mode` does not exist',
    todo: 'correct or create it; the message quotes it',
  },
  'alarm-cleared': {
    means: 'the alarm was OK again, or only missed data; or ECS rolled the failed deployment back',
    todo: 'nothing',
  },
  'alarm-unreadable': {
    means:
      'the healer could not read the alarm, or it is deleted, or neither red nor OK, or OK only because its newest readings are late',
    todo: 'check CloudWatch; the healer reads it again for up to twenty minutes',
  },
  uncorroborated: {
    means:
      'an application claims a failure, and no alarm or metric of the healer confirms it, or the healer could read none',
    todo: 'look at the application; [what confirms it](signals.md#what-confirms-it)',
  },
  'group-busy': {
    means: 'the healer heals another service of the group',
    todo: 'nothing: the healer waits for its turn',
  },
  'queue-expired': { means: 'the heal waited twenty minutes', todo: 'look at the hold it waited for' },
  'attempts-exhausted': {
    means: 'the healer used as many attempts at the service as its runbook allows',
    todo: 'find the cause: a remedy that has to be repeated does not cure it',
  },
  'limits-unreadable': {
    means: 'the healer could not read or write its leases and attempt windows',
    todo: 'check DynamoDB; the healer does nothing meanwhile',
  },
  'approval-needed': {
    means: 'the configuration, or the tier, requires approval for the remedy',
    todo: 'approve or deny with the command in the message',
  },
  'approval-denied': { means: 'a person denied it, or withdrew the approval', todo: 'nothing; the incident is yours' },
  'approval-expired': {
    means: 'no person answered within 15 minutes',
    todo: 'heal by hand; answer sooner, or list fewer remedies under `approval`',
  },
  'approval-for-another': {
    means: 'the question was about another toggle or rollback target; the healer asks once per incident',
    todo: 'do it by hand, if you agree',
  },
  'undo-asked': { means: 'a person ended the heal by `/healer/undo/INCIDENT`', todo: 'nothing; the incident is yours' },
  'too-soon': {
    means: 'the healer healed the service a short while ago; the pause doubles with each heal',
    todo: 'nothing: after the pause the healer heals it, if it still fails',
  },
  'remedy-repeated': {
    means:
      'the healer used this remedy here twice within six hours; or, within a day, rolled back once or flipped twice',
    todo: 'find the cause: a remedy that has to be repeated does not cure it',
  },
  flapping: {
    means: 'the service failed and recovered four times within about an hour',
    todo: "look at what it depends on, and at the alarm's limit",
  },
  'account-rate': {
    means: 'too many attempts at all services within a short time',
    todo: 'nothing: the healer waits for its turn',
  },
  'account-busy': {
    means: 'the healer heals as many services as it may, or rolls another one back',
    todo: 'nothing: the healer waits for its turn',
  },
  'account-queue': {
    means:
      'more services wait than attempts are left, and a more important service, or one that failed earlier, goes first',
    todo: 'nothing: the healer waits 90 seconds at most',
  },
  'breaker-open': {
    means: 'attempts at several services did not help, so the breaker stops all healing for half an hour',
    todo: 'find out why they did not help; after that the trial heal may show that healing works again',
  },
  'common-cause': {
    means: 'several services have the same failure, and the healer heals another one first',
    todo: 'look for what they share',
  },
  'no-headroom': {
    means: 'several services fail, and a dependency they share is so busy that fresh tasks would keep it failing',
    todo: 'shed load from the dependency, or add capacity to it',
  },
  'storm-soft': {
    means: 'a fifth of the services fail together, and this one has to wait for its turn',
    todo: 'look for one cause; [what is done](limits.md#in-a-storm)',
  },
  'storm-hard': {
    means: 'two fifths of the services fail, or fifteen began to fail within a minute, or the trial heal did not help',
    todo: 'look for one cause; [what is done](limits.md#in-a-storm)',
  },
  'lease-lost': {
    means:
      'the heal lost its lease while it acted: it stops there and undoes nothing, because another heal may be at work',
    todo: 'read in the message what was left; undo it with the command there',
  },
  'dependency-failing': {
    means: 'the failure is errors or latency, and a service it depends on fails; for scaling out, any failure',
    todo: 'look at the dependency; the healer heals that too, if it is registered',
  },
  overloaded: {
    means:
      'all tasks fail with at least 1.3 times the baseline of requests, or fifty requests a period after an hour without any: the tasks are busy, not broken',
    todo: 'nothing: the healer sheds load, adds tasks, or waits',
  },
  'about-unknown': {
    means:
      'the healer does not know what the signal measures, so it cannot tell sick tasks from busy ones; holds replacing tasks only',
    todo: '[declare `about`](signals.md#what-an-alarm-is-about) beside the alarm',
  },
  'none-stands-out': {
    means:
      'the signal is a band, a log or a custom signal, no task stands out, and requests are at 1.2 times their baseline or not counted; holds replacing tasks only',
    todo: 'look at the tasks, or add an alarm with a limit',
  },
  'not-overloaded': {
    means:
      'load does not explain the failure: requests are at their baseline, few tasks suffer, or no metric counts requests; holds scaling out only',
    todo: 'nothing: more tasks of a broken service are broken too',
  },
  'tasks-not-running': {
    means: 'fewer tasks run than are desired, so more would not start either; holds scaling out only',
    todo: 'find out why tasks do not start',
  },
  'most-tasks-reached': { means: 'the service has its `maxTasks` already', todo: 'raise it, or take load off' },
  'scaling-in-progress': {
    means:
      'the desired count changed within three minutes, and not by the healer: autoscaling or a person is at work; needs the task counts of Container Insights',
    todo: 'nothing: the healer waits, and looks again',
  },
  'calendar-closed': {
    means: 'a change calendar of the service is closed; holds disruptive remedies only',
    todo: 'decide on it yourself, or open the calendar',
  },
  'calendar-unreadable': {
    means: 'a change calendar does not exist, or the healer could not read it; holds disruptive remedies only',
    todo: 'check its name, SSM and the role of Decide',
  },
  'error-budget-spent': {
    means: "less than a tenth of the error budget of the service's `slo` is left; holds disruptive remedies only",
    todo: 'decide on it yourself: the budget does not cover a failed remedy',
  },
  'already-tried': { means: 'the healer tried it in this incident, and it did not help', todo: 'nothing' },
  'too-many-remedies': { means: 'three remedies did not help', todo: 'find the cause yourself' },
  'too-long': {
    means: 'healing took longer than 25 minutes, or two windows if that is more',
    todo: 'find the cause yourself',
  },
  'not-worth-it': { means: 'by experience a person is faster', todo: 'nothing, or reorder the runbook' },
  'only-forecast': {
    means: 'only an early warning is red: enough for a safe remedy, not for a disruptive one',
    todo: 'nothing; the limit has an alarm of its own',
  },
  'harmful-before': {
    means: 'it recently made things worse at least twice, and in at least 15 % of its uses',
    todo: 'look at what it did; you can still do it by hand',
  },
  'service-unreadable': {
    means:
      'ECS did not answer; holds replacing and adding tasks too where ECS did not list the deployments and the runbook can roll back',
    todo: 'check ECS and the role',
  },
  'metrics-unreadable': {
    means:
      'the healer could not read a metric that may forbid it: requests, where the failure rises with load; the desired count; the error budget; the load of a dependency; tasks beyond a limit',
    todo: 'check CloudWatch and the role of Decide',
  },
  'service-inactive': { means: 'the ECS service is draining or inactive', todo: 'nothing, if you meant it' },
  'service-kind': {
    means:
      'the [kind of service](services.md) never allows this remedy: a DAEMON service has no count, a short ARN no permission',
    todo: 'see that page: a toggle still works',
  },
  'service-kind-unknown': {
    means:
      'ECS calls its scheduling strategy, its controller or its deployment strategy by a name the healer does not know',
    todo: 'look for a newer version',
  },
  'single-task-only': {
    means: 'one task is desired, and `maximumPercent` forbids a second one beside it: probably two must never run',
    todo: 'say `maxTasks: 2` where two may run for a moment',
  },
  'service-unregistered': {
    means: 'a person asked for an undo at a service that is no longer in the configuration',
    todo: 'change it back yourself, or register the service again',
  },
  'no-targets': {
    means: 'no task runs, or the service is scaled to zero, so there is no task to replace',
    todo: 'find out why tasks do not start',
  },
  'too-many-targets': {
    means: 'the healer would have to replace more than 80 tasks; fewer where each leaves several target groups',
    todo: 'decide on that many yourself',
  },
  'too-few-healthy': {
    means: 'too few tasks would stay in service, or the healer knows no target',
    todo: 'add capacity',
  },
  'targets-unclear': {
    means:
      'the healer cannot match targets with tasks, or cannot tell which of two target groups has the traffic: it might stop a task that takes requests',
    todo: 'compare `targetGroup` with the service in ECS: `npm run verify`',
  },
  'target-group-unknown': {
    means:
      'ECS registers the tasks in a target group, or behind a classic load balancer, that is not in the configuration, so the healer may not drain it',
    todo: 'add it to `targetGroups`, or as `alternateTargetGroupArn`',
  },
  'already-replacing': { means: 'the sick tasks fail their health check, so ECS replaces them', todo: 'nothing' },
  'deployment-in-progress': { means: 'a deployment of another actor is under way', todo: 'wait for it, or stop it' },
  'rebalancing-in-progress': {
    means: 'ECS is moving tasks of the service between availability zones (for half an hour at most)',
    todo: 'nothing: the healer waits for it',
  },
  'newer-tasks': {
    means: 'a later incident added tasks as well, and those are removed first, when they are due',
    todo: 'nothing; to have fewer tasks now, ask to undo the later incident first',
  },
  'tasks-not-placed': {
    means: 'ECS started no further task for eight minutes: no instance, port, address or capacity is free',
    todo: 'make room; memory does not count the attempt',
  },
  'task-protected': {
    means: 'an application has scale-in protection on a task to be stopped; the healer waits for two hours at most',
    todo: 'end the protection, or set `replaceProtectedTasks: true` where it does not matter',
  },
  'deployed-by-others': {
    means: 'a person asked to undo a rollback, and another actor has deployed since, maybe the same revision',
    todo: 'nothing: the later deployment stays',
  },
  'count-changed-by-others': {
    means: 'the desired count is neither the one the healer found nor the one it set',
    todo: "nothing: the other actor's count stays",
  },
  'no-toggle': {
    means: 'the configuration lists no toggle that helps against this failure',
    todo: 'list one in the configuration',
  },
  'toggle-unreadable': {
    means:
      'the parameter does not exist, or the healer could not read it; a failed read also holds replacing tasks and rolling back, because the toggle may explain the failure',
    todo: 'create it; check SSM and the role',
  },
  'toggle-value-unknown': {
    means:
      'the parameter holds neither the `on` nor the `off` of the configuration, character by character: for example a JSON document, `ON`, or a trailing line break',
    todo: 'write one of the two, or correct the configuration',
  },
  'toggle-already-flipped': { means: 'it is switched already, and did not help', todo: 'nothing' },
  'toggle-changed-by-others': {
    means: 'another actor wrote another value since',
    todo: 'nothing: their value stays',
  },
  'no-remedy-left': { means: 'the healer holds or has tried every remedy', todo: 'read the reasons of each' },
  ...RELEASE_GUIDANCE,
};
