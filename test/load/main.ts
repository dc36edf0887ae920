/**
 * `npm run load -- [--services N] [--events N]`: alarms of a whole fleet within a minute, a thousand services and ten
 * thousand alarms unless said otherwise. Prints what became of them and what it cost; absolute times are printed, never
 * asserted. Fails when anything was lost, told twice or done beyond a limit.
 */
import { readOptions } from '../../cli/read-options.ts';
import { numberOf, orWrong } from '../../core/config/wrong-option.ts';
import { brokenPromises } from './storm-promises.ts';
import { stormLoad } from './storm-load.ts';

/** A number beyond it is a slip of the keyboard. */
const MOST = 100_000;

const given = orWrong(() => {
  const values = readOptions(process.argv.slice(2), { services: { type: 'string' }, events: { type: 'string' } });
  const services = numberOf('--services', values.services, { least: 1, most: MOST }) ?? 1_000;
  return {
    kind: 'load',
    services,
    events: numberOf('--events', values.events, { least: 1, most: MOST }) ?? 10_000,
  } as const;
});
if (given.kind === 'wrong') {
  console.error(given.message);
  process.exitCode = 2;
} else process.exitCode = await load(given.services, given.events);

async function load(services: number, events: number): Promise<number> {
  const figures = await stormLoad({ services, events });
  const { taken, recorded, incidents, storm, openAtStorm, messages, calls, seconds } = figures;
  const per = (count: number): string => (count / events).toFixed(2);
  const reads = Object.entries(calls.requests).filter(([operation]) => !operation.includes('Write'));
  for (const line of [
    `events                   ${events} of ${services} services within a minute: ${JSON.stringify(taken)}`,
    `on record                ${recorded} signals in ${incidents.length} incidents`,
    `storm                    ${storm?.level ?? 'none'}, declared when ${openAtStorm} services had failed`,
    `messages                 ${messages.join(', ')}`,
    `attempts                 ${incidents.reduce((all, { attempts }) => all + attempts.length, 0)}`,
    `real time                ${seconds.toFixed(0)} s, ${(events / seconds).toFixed(0)} events a second in one process`,
    `DynamoDB items written   ${calls.written}, ${per(calls.written)} for each event; ${calls.written - calls.kept} of them refused`,
    `DynamoDB requests        ${JSON.stringify(calls.requests)}, ${per(reads.reduce((all, [, some]) => all + some, 0))} others than transactions for each event`,
  ])
    console.log(line);
  const broken = brokenPromises(figures, { services, events });
  for (const promise of broken) console.error(`broken: ${promise}`);
  return broken.length === 0 ? 0 : 1;
}
