/** A small storm of alarms on the synthesized workflow and a real DynamoDB; `node test/load/main.ts` makes a large one. */
import { expect, it } from 'vitest';
import { stormLoad } from './storm-load.ts';
import { brokenPromises } from './storm-promises.ts';

it('takes up every alarm of a fleet that fails within a minute, tells of it once, and does nothing beyond its limits', async () => {
  const load = { services: 40, events: 120 };
  const figures = await stormLoad(load);
  expect(brokenPromises(figures, load)).toEqual([]);
  // Opening writes six items, joining three, deciding two or three: no more, or a large storm is slow.
  expect(figures.calls.written / load.events).toBeLessThan(8);
});
