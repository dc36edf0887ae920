/**
 * Which messages the reaper and the sweep sent about an incident because its execution could not. Both are run again when
 * anything fails, so each message is recorded right after it was sent: to the main topic and to chat apart.
 */
import { noted } from '../workflow/transitions.ts';
import type { Incident } from './incident.ts';

export interface NoticeSubject {
  readonly about: 'end' | 'toggle-stays' | 'tasks-stay' | 'undo-died' | 'undo-answer' | 'storm';
  /** The request to undo that it is about, by when it was asked for, ms since the epoch. */
  readonly request?: number;
}

export interface UpkeepNotice extends NoticeSubject {
  readonly to: 'people' | 'chat';
  /** When it was sent, ms since the epoch. */
  readonly at: number;
}

/** Kept on an incident: an operator can ask to undo it as often as they like, and the item must not grow with it. */
const NOTICES_MAX = 40;

const TEXTS: Readonly<Record<NoticeSubject['about'], string>> = {
  end: 'how it ended',
  'toggle-stays': 'that a toggle is still switched',
  'tasks-stay': 'that tasks are still added',
  'undo-died': 'that it is not undone',
  'undo-answer': 'what came of the undo',
  storm: 'of the storm',
};

/** The notice of this subject, sent there; undefined where there is none. */
export function noticeOf(
  { upkeepNotices = [] }: Pick<Incident, 'upkeepNotices'>,
  { about, request }: NoticeSubject,
  to: UpkeepNotice['to'],
): UpkeepNotice | undefined {
  return upkeepNotices.findLast((one) => one.about === about && one.request === request && one.to === to);
}

/** The incident with the notice on record, and on its timeline. */
export function withNotice(incident: Incident, notice: UpkeepNotice): Incident {
  const upkeepNotices = [...(incident.upkeepNotices ?? []), notice].slice(-NOTICES_MAX);
  const who = notice.about === 'storm' ? 'the sweep' : 'the reaper';
  const asked = notice.request === undefined ? '' : `, as asked at ${new Date(notice.request).toISOString()}`;
  return noted(
    { ...incident, upkeepNotices },
    notice.at,
    `${who} told ${notice.to === 'chat' ? 'chat' : 'people'} ${TEXTS[notice.about]}${asked}`,
  );
}
