/** Verification by a clock that is not the one of the metrics, or not the one of the reporter. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../core/verify/judge.ts';
import { CRASH, CRASHED, MINUTE, SINCE, about, anIncident, points, readings } from './judging.ts';

describe('verification', () => {
  it('counts what tasks do by when the report arrived, not by its sender’s clock', () => {
    const behind = { signal: { ...CRASH, at: SINCE - 2 * MINUTE }, at: SINCE + 4 * MINUTE };
    expect(judge(CRASHED, readings({ signals: [behind] })).verdict).toBe('notRecovered');
  });

  it('waits for another look when the metrics end long ago, and believes them once they went on meanwhile', () => {
    const well = (minutes: number) => points(90, ...Array.from({ length: minutes - 1 }, () => 40));
    const look = (lookedAt: number, minutes: number, incident = about.incident) =>
      judge(
        { ...about, incident },
        readings({ now: SINCE + lookedAt * MINUTE, memory: well(minutes), requests: well(minutes) }),
      );
    const first = look(12.5, 7);
    expect(first).toMatchObject({ verdict: 'inconclusive', final: false });
    const { reached } = first;
    if (reached === undefined) throw new Error('a look says how far the metrics reached');
    const incident = anIncident({ verification: { since: SINCE, checks: 1, lines: [], reached } });
    expect(look(13.5, 8, incident)).toMatchObject({ verdict: 'recovered', final: true });
    // Not one reading more: they stopped.
    expect(look(13.5, 7, incident).verdict).toBe('inconclusive');
    // One that was late, and then no more.
    expect(look(15.5, 8, incident).verdict).toBe('inconclusive');
  });

  describe('by a clock that is five minutes behind', () => {
    const BEHIND = 5 * MINUTE;
    const skewed = { ...about, actedAt: SINCE - BEHIND, since: SINCE - BEHIND };
    const before = [-5, -4, -3, -2, -1].map((minute) => ({ at: SINCE + minute * MINUTE, value: 40 }));
    /** So many minutes after the action, everything being well all the time. */
    const look = (minutes: number, state: 'OK' | 'ALARM' = 'OK', subject = skewed) => {
      const all = [...before, ...points(...Array.from({ length: minutes }, () => 40))];
      const now = SINCE + minutes * MINUTE - BEHIND;
      return judge(subject, readings({ now, memory: all, requests: all, state }));
    };

    it('takes no minute before the action for one after', () => {
      expect(look(3).verdict).toBe('inconclusive');
      expect(look(9).verdict).toBe('recovered');
    });

    it('waits as much longer as readings cannot be placed', () => {
      const window = about.runbook.verification.timeoutPeriods;
      expect(look(window + 1, 'ALARM')).toMatchObject({ verdict: 'notRecovered', final: false });
      expect(look(window + 4, 'ALARM')).toMatchObject({ verdict: 'notRecovered', final: true });
    });

    it('does not take what was well before the failure for a recovery before the remedy', () => {
      const attempt = {
        number: 1,
        remedy: 'replaceTasks' as const,
        startedAt: SINCE - BEHIND,
        status: 'pending' as const,
        journal: {
          plan: { kind: 'rollBack' as const, from: 'user:7', to: 'user:6' },
          moves: [{ at: SINCE + 2 * MINUTE - BEHIND, move: { kind: 'stopTask' as const, taskArn: 'task' }, text: '' }],
        },
      };
      const judgement = look(9, 'OK', { ...skewed, incident: anIncident({ attempts: [attempt] }) });
      expect(judgement.verdict).toBe('recovered');
      expect(judgement.byItself).toBeUndefined();
    });
  });
});

describe('metrics that are minutes late, and go on', () => {
  /** Looks once a minute from the fourth on, at what CloudWatch has by then; the last look that is final. */
  const verdictOf = (late: number, truth: (minute: number) => number, limit: number) => {
    let reached: ReturnType<typeof judge>['reached'];
    for (let minute = 4; minute <= 20; minute++) {
      const now = SINCE + (minute + 0.5) * MINUTE;
      const all = Array.from({ length: 40 }, (_, index) => ({
        at: SINCE + (index - 12) * MINUTE,
        value: truth(index - 12),
      })).filter(({ at }) => at + MINUTE <= now - late * MINUTE);
      const incident = anIncident(reached && { verification: { since: SINCE, checks: 1, lines: [], reached } });
      const state = (all.at(-1)?.value ?? 0) > limit ? ('ALARM' as const) : ('OK' as const);
      const judgement = judge(
        { ...about, incident, actedAt: SINCE - 5 * MINUTE },
        readings({ now, memory: all, requests: all.map((one) => ({ ...one, value: 500 })), state }),
      );
      reached = judgement.reached;
      if (judgement.final) return judgement.verdict;
    }
    return 'never';
  };

  it.each([1, 4, 6, 7])('are not believed of a lull before the action: %i minutes late', (late) => {
    const lull = (minute: number) => (minute < -4 ? 93 : minute < 0 ? 45 : 95);
    expect(verdictOf(late, lull, 85)).not.toBe('recovered');
  });

  it.each([1, 4, 6, 7])('are not harm where it only grew worse before the action: %i minutes late', (late) => {
    const cured = (minute: number) => (minute < -5 ? 70 : minute < 0 ? 70 + 6 * (minute + 6) : 40);
    expect(verdictOf(late, cured, 85)).toBe('recovered');
  });
});
