/** Lambda behind the dashboard's custom widget. */
import { envelope } from '../envelope.ts';
import { widget } from '../stages/widget.ts';
import { base } from '../wiring.ts';

export const handler = envelope(widget, base);
