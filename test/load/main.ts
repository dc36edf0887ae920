/**
 * `node test/load/main.ts [services] [events]`: alarms of a whole fleet within a minute, a thousand services and ten
 * thousand alarms unless said otherwise. Prints what became of them and what it cost; absolute times are printed, never
 * asserted. Fails when anything was lost, told twice or done beyond a limit.
 */
import { brokenPromises } from './storm-promises.ts';
import { stormLoad } from './storm-load.ts';

const [services = 1_000, events = 10_000] = process.argv.slice(2).map(Number);
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
for (const broken of brokenPromises(figures, { services, events })) {
  console.error(`broken: ${broken}`);
  process.exitCode = 1;
}
