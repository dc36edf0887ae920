/** The same with one service more: what an update of the stack brings. */
import { defineConfig } from '../../../core/config/config.ts';
import { SETTINGS } from './healer.config.ts';

const order = { name: 'order', cluster: 'shop', group: 'shop', periodSeconds: 10 };

export default defineConfig({ ...SETTINGS, services: [...SETTINGS.services, order] });
