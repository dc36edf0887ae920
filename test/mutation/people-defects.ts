/** Defects of what people keep for themselves, and of tasks that are only lent: most of them for the attack to see. */
import type { Defect } from './defect.ts';

const ATTACK: readonly string[] = [];
const ASKING = ['test/workflow/approval.test.ts'];
const SCALING = ['test/workflow/scaling-out.test.ts', 'test/core/remedies'];

const APPROVAL: readonly Defect[] = [
  {
    name: 'approval-ignored',
    what: 'no person is asked before what people keep for themselves',
    file: 'core/decide/candidates.ts',
    from: 'return pausedHold(stance, remedy) ?? approvalHold(service, remedy, read);',
    to: 'return pausedHold(stance, remedy);',
    tests: ATTACK,
  },
  {
    name: 'anything-is-yes',
    what: 'a yes that was taken back counts while anything stands in its place',
    file: 'core/people/approval.ts',
    from: 'return answerIn(reading)?.approves === true;',
    to: "return reading?.kind === 'value';",
    tests: ['test/core/people/approval.test.ts'],
  },
  {
    name: 'yes-for-good',
    what: 'a yes is not looked for again before a move',
    file: 'lambdas/stages/act.ts',
    from: 'attempt.approved === true ? askedParameter(incident.id, incident.ask, about) : undefined;',
    to: 'undefined;\n  attempt = { ...attempt, approved: false };',
    tests: ATTACK,
  },
  {
    name: 'slow-answer-ends-pause',
    what: 'a pause that ends while its parameter is read counts as over, though a person may have extended it',
    file: 'lambdas/stages/stance.ts',
    from: 'stanceOf(reading, service, beganAt)',
    to: 'stanceOf(reading, service, clock.now())',
    tests: ['test/lambdas/stages/stance.test.ts'],
  },
  {
    name: 'silence-is-yes',
    what: 'who does not answer has agreed',
    file: 'core/people/approval.ts',
    from: "if (expired && ask.answeredAt === undefined) return { kind: 'expired', remedy };",
    to: "if (expired && ask.answeredAt === undefined) return { kind: 'approved', remedy, by: '' };",
    tests: ASKING,
  },
  {
    name: 'yes-to-anything',
    what: 'one yes switches off a feature without a question',
    file: 'core/people/approval.ts',
    from: 'ask.remedy === about.remedy && ask.target === about.target',
    to: 'ask.remedy === about.remedy',
    tests: ATTACK,
  },
  {
    name: 'asked-and-asked',
    what: 'people are reminded again and again',
    file: 'core/workflow/on-decided.ts',
    from: 'before !== undefined && before.remindedAt === undefined &&',
    to: 'before !== undefined &&',
    tests: ATTACK,
  },
  {
    name: 'question-unheard',
    what: 'the message of a storm takes the place of a question',
    file: 'core/workflow/on-decided.ts',
    from: "command.kind === 'announce' && command.message.attributes.outcome !== 'approval'",
    to: "command.kind === 'announce'",
    tests: ['test/core/workflow/question-in-storm.test.ts'],
  },
  {
    name: 'calendar-open',
    what: 'a change calendar that is closed does not prevent anything',
    file: 'core/decide/change-calendar.ts',
    from: "if (calendars.value.kind === 'open') return undefined;",
    to: "if (calendars.value.kind !== 'unreadable') return undefined;",
    tests: ATTACK,
  },
  {
    name: 'budget-ignored',
    what: 'a rollback is not kept for people while the error budget is spent',
    file: 'core/decide/candidates.ts',
    from: '    disruptive && budget,\n',
    to: '',
    tests: ATTACK,
  },
  {
    name: 'budget-misread',
    what: 'an error budget that is nearly spent counts as untouched',
    file: 'core/decide/error-budget.ts',
    from: 'left.value >= SPENT_BELOW) return undefined;',
    to: 'left.value >= -1_000) return undefined;',
    tests: ATTACK,
  },
  {
    name: 'harm-forgotten',
    what: 'what made things worse too often is done again without a person',
    file: 'core/decide/candidates.ts',
    from: "score.harmful && hold('harmful-before',",
    to: "score.harmful === undefined && hold('harmful-before',",
    tests: ATTACK,
  },
  {
    name: 'paused-remedy',
    what: 'a remedy that people paused is used',
    file: 'core/people/override.ts',
    from: "return stance.mode === 'auto' ? stance.paused?.find((one) => one.remedy === remedy)?.hold : undefined;",
    to: 'return remedy === undefined ? stance.paused[0].hold : undefined;',
    tests: ATTACK,
  },
  {
    name: 'undo-unheard',
    what: 'a heal goes on that a person asked to undo',
    file: 'lambdas/stages/act.ts',
    from: 'const people = [brake, withdrawn, ended].filter(',
    to: 'const people = [brake, withdrawn].filter(',
    tests: ATTACK,
  },
];

const LENT: readonly Defect[] = [
  {
    name: 'tasks-kept',
    what: 'tasks that were added are never given back',
    file: 'core/remedies/scale-out/traits.ts',
    from: '? { dueAt: plan.expiresAt }',
    to: '? {}',
    tests: ATTACK,
  },
  {
    name: 'tasks-untold',
    what: 'no message tells that tasks stay because an execution died',
    file: 'lambdas/stages/reap.ts',
    from: "if (added === undefined || noticeOf(incident, END, 'people') !== undefined) return false;",
    to: "if (added?.kind !== undefined || noticeOf(incident, END, 'people') !== undefined) return false;",
    tests: ['test/workflow/tasks-still-added.test.ts'],
  },
  {
    name: 'scaled-over-others',
    what: 'tasks are added over a count that another actor set',
    file: 'core/remedies/scale-out/scale-out.ts',
    from: 'if (desiredCount !== plan.from) return changedByOthers(desiredCount, plan);',
    to: '',
    tests: ['test/core/remedies/scale-out/scale-out.test.ts'],
  },
  {
    name: 'taken-from-others',
    what: 'tasks are given back over a count that another actor set',
    file: 'core/remedies/scale-out/scale-out.ts',
    from: 'if (desiredCount !== plan.to) return changedByOthers(desiredCount, plan);',
    to: '',
    tests: ATTACK,
  },
  {
    name: 'taken-too-early',
    what: 'tasks are given back while they are needed',
    file: 'core/remedies/scale-out/scale-out.ts',
    from: 'requests.value <= plan.usualRequests * AS_USUAL_RATIO',
    to: 'requests.value >= 0',
    tests: SCALING,
  },
];

export const PEOPLE_DEFECTS: readonly Defect[] = [...APPROVAL, ...LENT];
