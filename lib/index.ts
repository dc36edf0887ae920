/** What the package `healer` offers to a CDK app. */
export { defineConfig } from '../core/config/config.ts';
export type { HealerConfig } from '../core/config/config.ts';
export { HealerStack } from './healer-stack.ts';
export type { HealerStackProps } from './healer-stack.ts';
export { Healer } from './healer.ts';
export type { HealerProps } from './healer-props.ts';
export type { EcsServiceName, HealsProps, SignalFromProps, TargetGroupArns, ToggleProps } from './heals-props.ts';
