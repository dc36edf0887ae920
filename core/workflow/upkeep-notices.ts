/**
 * Messages that the reaper and the sweep sent about an incident because its execution could not. Both run again after
 * any failure, so each message is recorded right after it was sent, for the main topic and for chat separately.
 */
import type { Incident, NoticeSubject, UpkeepNotice } from '../incident/incident.ts';
import { noted } from '../transitions/transitions.ts';

/** Notices kept on an incident: an operator may ask for an undo any number of times, and the item must stay small. */
const NOTICES_MAX = 40;

const TEXTS: Readonly<Record<NoticeSubject['about'], string>> = {
  end: 'how it ended',
  'toggle-stays': 'that a toggle is still switched',
  'tasks-stay': 'that tasks are still added',
  'undo-died': 'that it is not undone',
  'undo-answer': 'what came of the undo',
  storm: 'of the storm',
};

/** Chat comes last. */
const TOLD: Readonly<Record<UpkeepNotice['to'], string>> = { people: 'people', chat: 'people and chat' };

/** The notice of this subject to this receiver; undefined for none. */
export function noticeOf(
  { upkeepNotices = [] }: Pick<Incident, 'upkeepNotices'>,
  { about, request }: NoticeSubject,
  to: UpkeepNotice['to'],
): UpkeepNotice | undefined {
  return upkeepNotices.findLast((one) => one.about === about && one.request === request && one.to === to);
}

/** The incident with the notice recorded, also on its timeline. */
export function withNotice(incident: Incident, notice: UpkeepNotice): Incident {
  const upkeepNotices = [...(incident.upkeepNotices ?? []), notice].slice(-NOTICES_MAX);
  const who = notice.about === 'storm' ? 'the sweep' : 'the reaper';
  const asked = notice.request === undefined ? '' : `, as asked at ${new Date(notice.request).toISOString()}`;
  return noted(
    { ...incident, upkeepNotices },
    notice.at,
    `${who} told ${TOLD[notice.to]} ${TEXTS[notice.about]}${asked}`,
  );
}
