/** Events of a service with a short ARN name no cluster: they belong to no service here, and no failure of the healer either. */
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/signal/decode.ts';
import { aCatalog } from '../../support/catalog.ts';
import { recordedCase } from '../../support/described-service.ts';

describe('The event of a service with a short ARN', () => {
  it.each(['short-arn-deployment-failed', 'short-arn-start-impaired'])('is ignored, with the reason: %s', (name) => {
    expect(decode(recordedCase(name), aCatalog(), 0)).toMatchObject({
      kind: 'ignored',
      reason: 'not-watched',
      detail: expect.stringContaining('short ARN, which names no cluster: move it to the long ARN format'),
    });
  });

  it('without any service is rejected as before', () => {
    const event = { ...(recordedCase('short-arn-deployment-failed') as object), resources: ['servicetest'] };
    expect(decode(event, aCatalog(), 0)).toMatchObject({ kind: 'rejected' });
  });
});
