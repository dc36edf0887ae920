/** A small valid runbook to break in one place at a time. */
export const VALID = `# yaml-language-server: $schema=./runbook.schema.json
failureType: slow-disk
title: Slow disk
summary: The disk is slow.
owner: storage team
severity: high
watch:
  - id: cpu
    metric: cpuPercent
    above: 90 %
    breaching: 2 of 3
    missingData: ignore
signals:
  - kind: taskStopped
    cause: exited
    count: 3
    within: 10 minutes
remedies:
  - remedy: flipToggle
    class: safe
    takes: 1 minute
    undo: restore
    expires: 12 hours
    why: Less work.
  - remedy: replaceTasks
    class: safe
    takes: 2 minutes
    undo: none
    why: New disk.
  - remedy: page
    why: A person decides.
verification:
  conditions:
    - metric: errorRatePercent
      below: 5 %
  guards:
    - metric: p99LatencyMilliseconds
      ratioMax: 1.5
      floor: 500 ms
  goodPeriods: 3
  warmUpPeriods: 1
  timeoutPeriods: 8
  trafficMin: 10 requests
  worseRatio: 1.5
limits: 3 per 60 minutes
escalation:
  nextSteps:
    - Look at the disk.
examples:
  - name: slow since noon
    given: { signal: alarm, cpuPercent: 99 }
    expect: { choose: replaceTasks, not: [rollBack] }
`;

export const FILE = 'runbooks/slow-disk.yaml';

/** The valid runbook with one text replaced; fails when the text does not stand there. */
export function edited(from: string, to: string): string {
  if (!VALID.includes(from)) throw new Error(`"${from}" is not in the valid runbook`);
  return VALID.replace(from, to);
}
