/** What CloudFormation does where it is throttled. */
import { describe, expect, it } from 'vitest';
import { AwsError } from 'loopback-aws/aws-service.ts';
import { patiently } from 'loopback-aws/cloudformation/patiently.ts';

const THROTTLED = new AwsError('ThrottlingException', 'Rate exceeded');

/** A call that is refused so often, and what it was waited for. */
function refused(times: number, error: Error) {
  const slept: number[] = [];
  let calls = 0;
  const answer = patiently({ sleep: async (ms) => void slept.push(ms) }, async () => {
    calls += 1;
    if (calls <= times) throw error;
    return 'done';
  });
  return { answer, slept, calls: () => calls };
}

describe('a call of a deployment', () => {
  it('is made again each second while it is throttled', async () => {
    const { answer, slept } = refused(3, THROTTLED);
    expect(await answer).toBe('done');
    expect(slept).toEqual([1_000, 1_000, 1_000]);
  });

  it('fails with the throttling after a minute of it', async () => {
    const { answer, calls } = refused(Infinity, THROTTLED);
    await expect(answer).rejects.toBe(THROTTLED);
    expect(calls()).toBe(60);
  });

  it('fails at once with every other error', async () => {
    const error = new AwsError('AccessDeniedException', 'no');
    const { answer, calls } = refused(1, error);
    await expect(answer).rejects.toBe(error);
    expect(calls()).toBe(1);
  });
});
