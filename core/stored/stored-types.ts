/** The other types in the table: each has had one form so far. */
import { TimelineEntry } from '../incident/incident.ts';
import { Account } from '../limits/account.ts';
import { LoggedAttempt } from '../limits/attempts-window.ts';
import { SickService } from '../limits/storm.ts';
import { SweepRecord } from '../ports/upkeep.ts';
import { list } from '../shape.ts';
import { Signal } from '../signal/signal.ts';
import { storedType } from './stored-type.ts';

export const STORED_SIGNAL = storedType(Signal);
export const STORED_ENTRY = storedType(TimelineEntry);
export const STORED_ACCOUNT = storedType(Account);
export const STORED_LOG = storedType(list(LoggedAttempt));
export const STORED_SICK = storedType(SickService);
export const STORED_SWEEP = storedType(SweepRecord);
