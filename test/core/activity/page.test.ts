/** The dashboard's piece of HTML: strangers' words stay words, it is bounded, and it says what it does not know. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fleetHealth,
  incidentsToShow,
  type Activity,
  type IncidentReading,
  type ServiceReading,
} from '../../../core/activity/activity.ts';
import { activityPage } from '../../../core/activity/page.ts';
import { since, span } from '../../../core/activity/span.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { freshServiceRecord, type ServiceRecord } from '../../../core/incident/service-record.ts';
import { LEAK } from '../../support/sicknesses.ts';
import { START, aShop } from '../../support/shop.ts';

const healed = await healedIncident();

async function healedIncident(): Promise<Incident> {
  const shop = aShop();
  shop.breakWith(LEAK);
  const { incident } = await shop.machine.run(shop.alarm(LEAK));
  if (incident === undefined) throw new Error('no incident was opened');
  return incident;
}

function reading(name: string, changes: Partial<ServiceRecord> = {}): ServiceReading {
  return { name, record: known({ ...freshServiceRecord(name), ...changes }) };
}

function anActivity(changes: Partial<Activity> = {}): Activity {
  return { at: START + 3_600_000, services: [reading('user')], open: [], openLeftOut: 0, ended: [], ...changes };
}

/** The page with these words wherever words come from outside. */
function pageWith(words: string): string {
  const incident: Incident = {
    ...healed,
    id: words,
    service: words,
    failureType: words,
    outcomeReason: words,
    timeline: [{ at: START, text: words }],
    decisions: healed.decisions.map((decision) => ({ ...decision, why: [words] })),
  };
  const readable: IncidentReading = { id: words, incident: known(incident) };
  const not: IncidentReading = { id: words, incident: unknown(words) };
  const damaged: IncidentReading = { id: words, incident: { kind: 'damaged', why: words } };
  return activityPage(
    anActivity({
      services: [reading(words), { name: words, record: unknown(words) }],
      open: [readable, not, damaged],
      ended: [readable, not],
    }),
  );
}

const tagsOf = (page: string): readonly string[] => page.match(/<[^>]*>/g) ?? [];
const textOf = (page: string): string => page.replace(/<style>[\s\S]*?<\/style>/, '').replaceAll(/<[^>]*>/g, ' ');

describe('words of strangers on the page', () => {
  const TAGS = tagsOf(pageWith('x'));
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '<cwdb-action action="call" endpoint="arn:aws:lambda:x">{}</cwdb-action>',
      '</td></tr></table><iframe src="//example.com">',
      '</style><svg/onload=alert(1)>',
      '&lt;script&gt;',
      '${alert(1)} `backquoted`',
      '<!--',
      '\u0000<\u202eb>',
    ),
  );

  it('never become markup: the tags are the same whatever they are', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        expect(tagsOf(pageWith(words))).toEqual(TAGS);
      }),
      { numRuns: 300 },
    );
    expect(TAGS.length).toBeGreaterThan(50);
  });

  it('leave no quote, backquote or direction mark outside of the page’s own markup', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        expect(textOf(pageWith(words))).not.toMatch(/["'`<>\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('are shown as they are, once the browser has read them', () => {
    expect(pageWith('a <b> & "c"')).toContain('a &lt;b&gt; &amp; &quot;c&quot;');
  });

  it('are cut when they are long, so that no text fills the page', () => {
    expect(pageWith('y'.repeat(100_000)).length).toBeLessThan(20_000);
  });
});

describe('the page', () => {
  it('has nothing that acts, loads or runs', () => {
    const page = pageWith('x');
    for (const tag of ['<script', '<cwdb-action', '<a ', '<form', '<button', '<img', '<iframe', 'url(', '@import']) {
      expect(page).not.toContain(tag);
    }
  });

  it('counts services by health and names them', () => {
    const services: readonly ServiceReading[] = [
      reading('user', { health: 'Escalated' }),
      reading('order'),
      reading('cart'),
      { name: 'lost', record: unknown('timeout') },
    ];
    expect(fleetHealth(services)).toEqual([
      { state: 'Healthy', services: ['order', 'cart'] },
      { state: 'Escalated', services: ['user'] },
    ]);
    expect(textOf(activityPage(anActivity({ services })))).toMatch(/Healthy\s+2\s+order, cart\s+Escalated\s+1\s+user/);
  });

  it('says which services could not be read, rather than that all is well', () => {
    const services: readonly ServiceReading[] = [{ name: 'user', record: unknown('AccessDenied') }];
    const text = textOf(activityPage(anActivity({ services })));
    expect(text).toContain('1 of 1 services could not be read');
    expect(text).toContain('user');
    expect(text).toContain('AccessDenied');
    expect(text).not.toContain('Healthy');
  });

  it('shows decision and last event of an open incident, outcome and reason of one that ended', () => {
    const open: Incident = { ...healed, phase: 'acting', health: 'Recovering' };
    const page = activityPage(
      anActivity({
        open: [{ id: open.id, incident: known(open) }],
        ended: [{ id: healed.id, incident: known(healed) }],
      }),
    );
    const text = textOf(page).replaceAll(/\s+/g, ' ');
    expect(text).toContain('memory-leak Recovering 60 min replace 1 of 4 tasks, the sick');
    expect(text).toMatch(/memory-leak healed \d+ min ago \d+ min replaceTasks replaceTasks helped; verified/);
  });

  it('says how many open incidents it leaves out', () => {
    expect(textOf(activityPage(anActivity({ openLeftOut: 7 })))).toContain('and 7 more, not shown');
  });
});

describe('the incidents worth showing', () => {
  const history = (id: string, at: number) =>
    [{ at, from: 'Failing', to: 'Healthy', incidentId: id, why: '' }] as const;

  it('are the open ones, newest first, and then what ended last, each once', () => {
    const services: readonly ServiceReading[] = [
      reading('a', { openIncidentId: 'open-a', healthSince: 1, history: history('open-a', 1) }),
      reading('b', { openIncidentId: 'open-b', healthSince: 2, history: history('ended-b', 5) }),
      reading('c', { history: [...history('old-c', 3), ...history('ended-c', 9), ...history('ended-c', 10)] }),
      { name: 'd', record: unknown('timeout') },
    ];
    expect(incidentsToShow(services)).toEqual({
      open: ['open-b', 'open-a'],
      openLeftOut: 0,
      ended: ['ended-c', 'ended-b', 'old-c'],
    });
  });

  it('are bounded, however many there are', () => {
    const services = Array.from({ length: 300 }, (_, index) =>
      reading(`s${index}`, { openIncidentId: `open-${index}`, history: history(`ended-${index}`, index) }),
    );
    const { open, openLeftOut, ended } = incidentsToShow(services);
    expect([open.length, openLeftOut, ended.length]).toEqual([20, 280, 8]);
  });
});

describe('a span of time', () => {
  it.each([
    { ms: -5, says: '0 s' },
    { ms: 42_000, says: '42 s' },
    { ms: 99_400, says: '99 s' },
    { ms: 420_000, says: '7 min' },
    { ms: 12_000_000, says: '3 h 20 min' },
    { ms: 187_200_000, says: '2 d 4 h' },
  ])('of $ms ms is $says', ({ ms, says }) => {
    expect(span(ms)).toBe(says);
    expect(since(0, ms)).toBe(`${says} ago`);
  });
});
