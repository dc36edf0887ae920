/** Defects of how times, modes and answers are read that people and applications write. */
import { inFile, type Defect } from './defect.ts';

export const WORDS_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/config/compile.ts',
    ['test/core/config/compile.test.ts'],
    [
      {
        name: 'absent-is-auto',
        what: 'a service without an initial mode begins in auto',
        from: 'service.initialMode ?? settings.initialMode',
        to: "service.initialMode ?? 'auto'",
      },
    ],
  ),
  ...inFile(
    'core/config/config.ts',
    ['test/core/config/compile.test.ts'],
    [
      {
        name: 'default-is-auto',
        what: 'a healer without an initial mode begins in auto',
        from: ".default('observe')",
        to: ".default('auto')",
      },
    ],
  ),
  ...inFile(
    'core/people/override.ts',
    ['test/core/people/override.test.ts'],
    [
      {
        name: 'unwritten-is-auto',
        what: 'without its global parameter the healer acts',
        from: 'if (beginning !== undefined) return beginning;',
        to: "return beginning ?? { mode: 'auto' };",
      },
    ],
  ),
  ...inFile(
    'core/decide/corroboration.ts',
    ['test/workflow/claims.test.ts'],
    [
      {
        name: 'claim-believed',
        what: 'what no measure contradicts is done on the word of an application',
        from: "if (said.kind === 'agrees') return undefined;",
        to: "if (said.kind !== 'disagrees') return undefined;",
      },
    ],
  ),
  ...inFile(
    'core/people/override.ts',
    ['test/core/people/override.test.ts'],
    [
      { name: 'mode-in-capitals', what: 'OFF is not off', from: 'text.trim().toLowerCase()', to: 'text.trim()' },
      {
        name: 'mode-with-blanks',
        what: 'off with a line break is not off',
        from: 'text.trim().toLowerCase()',
        to: 'text.toLowerCase()',
      },
      {
        name: 'any-until',
        what: 'any text is a time',
        from: "typeof until === 'string' && ISO_TIME.test(until)",
        to: "typeof until === 'string'",
      },
      {
        name: 'until-without-zone',
        what: 'a time without a zone is a time',
        from: '(Z|[+-]\\d{2}:?\\d{2})$/',
        to: '(Z|[+-]\\d{2}:?\\d{2})?$/',
      },
      {
        name: 'until-ignored',
        what: 'an override that is over still counts',
        from: 'if (ends <= now) return',
        to: 'if (ends > now && ends < now) return',
      },
      {
        name: 'until-at-once',
        what: 'an override is over before its time',
        from: 'if (ends <= now) return',
        to: 'if (ends >= now) return',
      },
      {
        name: 'bad-remedies',
        what: 'a list of remedies that is none counts for all',
        from: 'remedies !== undefined && !isRemedies(remedies)',
        to: 'remedies === null && !isRemedies(remedies)',
      },
      { name: 'no-remedies', what: 'an empty list of remedies is no mistake', from: 'value.length > 0 && ', to: '' },
      {
        name: 'own-pause-lost',
        what: 'what is paused for one service is not paused',
        from: '...(own.paused ?? [])',
        to: '',
      },
      {
        name: 'any-mode',
        what: 'any word in JSON is a mode',
        from: "parsed === undefined || !isMode(parsed['mode'])",
        to: 'parsed === undefined',
      },
      {
        name: 'invalid-is-paused',
        what: 'a mistake beside a list of remedies is only about those',
        from: "stance.mode === 'auto' || stance.hold.reason === 'override-invalid'",
        to: "stance.mode === 'auto'",
      },
    ],
  ),
  ...inFile(
    'core/people/command-text.ts',
    ['test/core/people/command-text.test.ts', 'test/core/people/approval.test.ts', 'test/core/people/undo.test.ts'],
    [
      { name: 'word-in-capitals', what: 'APPROVE is no answer', from: 'text.trim().toLowerCase()', to: 'text.trim()' },
      {
        name: 'word-with-blanks',
        what: 'an answer with a line break is none',
        from: 'text.trim().toLowerCase()',
        to: 'text.toLowerCase()',
      },
    ],
  ),
  ...inFile(
    'core/people/approval.ts',
    ['test/core/people/approval.test.ts'],
    [
      {
        name: 'any-answer',
        what: 'any word is an answer',
        from: "word === 'approve' || word === 'deny' ?",
        to: "typeof word === 'string' ?",
      },
      {
        name: 'late-answer',
        what: 'an answer that comes too late counts',
        from: 'ask.answeredAt !== undefined || isLate(ask, now)',
        to: 'ask.answeredAt !== undefined',
      },
      {
        name: 'never-late',
        what: 'a question is open for ever',
        from: 'now - askedAt >= APPROVAL_MINUTES * 60_000',
        to: 'now < askedAt',
      },
      {
        name: 'deny-is-approve',
        what: 'a no is a yes',
        from: "approves: word === 'approve'",
        to: 'approves: word !== undefined',
      },
    ],
  ),
  ...inFile(
    'core/incident/undo-asked.ts',
    ['test/core/people/undo.test.ts'],
    [
      {
        name: 'undo-twice',
        what: 'what is over is undone again',
        from: 'undoAsked !== undefined && undoAsked.over !== true',
        to: 'undoAsked !== undefined',
      },
    ],
  ),
  ...inFile(
    'core/people/undo.ts',
    ['test/core/people/undo.test.ts'],
    [
      {
        name: 'undo-any-word',
        what: 'any word asks to undo',
        from: 'word === UNDO_WORD ?',
        to: 'word !== undefined ?',
      },
      {
        name: 'undo-closed-by-read',
        what: 'reading the parameter of a closed incident asks again',
        from: "by === undefined || incident.phase === 'closed' ||",
        to: 'by === undefined ||',
      },
    ],
  ),
  ...inFile(
    'core/foreign-fields.ts',
    ['test/core/foreign-fields.test.ts'],
    [
      {
        name: 'no-time-is-one',
        what: 'what is no time is the time of a signal',
        from: 'Number.isNaN(parsed) ? undefined : parsed',
        to: 'parsed',
      },
    ],
  ),
  ...inFile(
    'core/signal/custom-event.ts',
    ['test/core/signal/decode-application.test.ts'],
    [
      {
        name: 'unknown-field',
        what: 'a field with a mistake in its name is ignored',
        from: 'if (unknown.length > 0) {',
        to: 'if (unknown.length > 1_000) {',
      },
      {
        name: 'any-state',
        what: 'any state is one',
        from: "if (state !== 'ALARM' && state !== 'OK')",
        to: "if (state === '')",
      },
    ],
  ),
];
