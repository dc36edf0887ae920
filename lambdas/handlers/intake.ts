/** Lambda of state Intake. */
import { envelope } from '../envelope.ts';
import { intake } from '../stages/intake.ts';
import { base } from '../wiring.ts';

export const handler = envelope(intake, base);
