/**
 * What is new in an incident since it was last seen, as entries: decisions with their reasons, moves, what verification
 * found, the outcome. It only retells what the healer recorded.
 */
import type { Attempt, Decision, Incident } from '../../core/incident/incident.ts';
import type { Entry, EntryKind } from './entry.ts';

/** The entries by which `now` differs from `before`. */
export function incidentEntries(before: Incident | undefined, now: Incident): readonly Entry[] {
  const decisions = now.decisions.filter(({ at }) => !before?.decisions.some((known) => known.at === at));
  return [
    ...decisions.map((decision) => decisionEntry(now, decision)),
    ...now.attempts.flatMap((attempt, index) => moveEntries(now, attempt, before?.attempts[index])),
    ...verificationEntries(before, now),
    ...outcomeEntries(before, now),
  ];
}

function entry(about: Incident, at: number, kind: EntryKind, text: string): Entry {
  return { at, kind, about: about.service, text, details: [] };
}

function decisionEntry(incident: Incident, decision: Decision): Entry {
  const chosen = decision.candidates.find(({ remedy }) => remedy === decision.chosen);
  const kind = decision.kind === 'wait' ? 'waiting' : 'decision';
  const words: Readonly<Record<Decision['kind'], string>> = {
    act: chosen?.plan ?? decision.chosen ?? 'act',
    ask: 'ask whether it may',
    page: 'ask a person',
    hold: 'do nothing',
    wait: 'wait for its turn',
    recovered: 'nothing to do',
  };
  const text = words[decision.kind];
  return {
    ...entry(incident, decision.at, kind, text),
    details: decision.why.map((line) => withoutRepeat(line, text)),
  };
}

/** The reason begins with what was chosen, which stands in the line above already. */
function withoutRepeat(line: string, text: string): string {
  const rest = line.startsWith(`${text}: `) ? line.slice(text.length + 2) : line;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function moveEntries(incident: Incident, attempt: Attempt, before: Attempt | undefined): readonly Entry[] {
  const known = before?.journal.moves.length ?? 0;
  return attempt.journal.moves.slice(known).map(({ at, text }) => entry(incident, at, 'action', text));
}

/** Verdicts that end a verification; the looks before them are no news. */
function verificationEntries(before: Incident | undefined, now: Incident): readonly Entry[] {
  const { verification } = now;
  if (verification?.verdict === undefined || now.phase === 'verifying' || now.phase === 'acting') return [];
  if (before?.phase !== 'verifying') return [];
  const at = verifiedAt(now);
  return [{ ...entry(now, at, 'verification', verification.verdict), details: verification.lines }];
}

function verifiedAt(now: Incident): number {
  return now.attempts.at(-1)?.endedAt ?? now.timeline.at(-1)?.at ?? now.openedAt;
}

function outcomeEntries(before: Incident | undefined, now: Incident): readonly Entry[] {
  if (now.phase !== 'closed' || before?.phase === 'closed' || now.closedAt === undefined) return [];
  return [entry(now, now.closedAt, 'outcome', `${now.outcome}: ${now.outcomeReason ?? ''}`)];
}
