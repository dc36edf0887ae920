/**
 * The user's configuration: the shape of `healer.config.ts`, its defaults, and rules for single values. Rules between
 * values are in `rules.ts`; `compile.ts` makes the catalog. Descriptions are for people: a message about a missing
 * value ends with them.
 */
import * as z from 'zod';
import { ACTION_KINDS, MODES, SYMPTOMS, TIERS } from '../vocabulary.ts';
import { MISSING_DATA } from '../runbook/watch-schema.ts';
import { accountLimitsSchema, serviceLimitsSchema } from './limits.ts';
import { notificationsSchema } from './notifications.ts';
import { loadBalancerArn, parameterName, roleArn, targetGroupArn } from './resource-names.ts';
import { changeCalendarsSchema, peakHoursSchema, sloSchema } from './service-context.ts';

/** Names go into alarm names, parameter paths, message attributes and execution names; the strictest counts. */
const NAME_LENGTH_MAX = 40;
const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** A parameter of the standard tier holds 4 KB. */
const TOGGLE_VALUE_LENGTH_MAX = 4096;
/** The healer does not heal a larger service: it reads no more tasks. */
const TASKS_MAX = 1_000;
/** With longer periods the first check after a remedy would come too late. */
const PERIOD_SECONDS_MAX = 3600;
export const PERIODS_ALLOWED = `multiples of 60 up to ${PERIOD_SECONDS_MAX}`;
/** AWS publishes these metrics once a minute, and never less often. */
const RESOLUTION_SECONDS = { least: 1, most: 60 };

/** Memory keeps the fleet's experience under this word, and a service's own under its name. */
const NAME_OF_THE_FLEET = 'all';

const name = z
  .string()
  .refine((text) => NAME.test(text) && text.length <= NAME_LENGTH_MAX, {
    error: ({ input }) => `${JSON.stringify(input)} is not a name`,
    params: { allowed: [`a-z, 0-9 and - inside, at most ${NAME_LENGTH_MAX} characters`] },
  })
  .refine((text) => text !== NAME_OF_THE_FLEET, {
    error: () => `"${NAME_OF_THE_FLEET}" means the whole fleet`,
    params: { fix: 'choose another name' },
  });

const ecsName = (noun: string, fix = `write the name of the ${noun}, the last part of its ARN`) =>
  z.string().refine((text) => /^[A-Za-z0-9_-]{1,255}$/.test(text), {
    error: ({ input }) => `${JSON.stringify(input)} is not the name of an ECS ${noun}`,
    params: {
      allowed: ['letters, digits, - and _, at most 255 characters'],
      fix,
    },
  });

const toggleValue = z.string().min(1).max(TOGGLE_VALUE_LENGTH_MAX);

const toggle = z.strictObject({
  name: name.describe('a name for the toggle, as people call the feature'),
  parameter: parameterName.describe('the SSM parameter the application re-reads, such as /shop/flags/search'),
  on: toggleValue.describe('the value in normal operation'),
  off: toggleValue.describe('the value that degrades the service'),
  helps: z.array(z.string()).min(1).describe('the failure types it is known to help against'),
  losesFeature: z.string().min(1).describe('what users lose while it is off, in words'),
  shedsLoad: z
    .boolean()
    .optional()
    .describe('true when it takes work off the service; tried first under load above the baseline'),
});

const period = z.number().refine(isPeriod, {
  error: ({ input }) => `${String(input)} is not a period CloudWatch offers`,
  params: { allowed: [`${PERIODS_ALLOWED}; where resolutionSeconds is as short, 10, 20 and 30 too`] },
});

/** `90` or `'90 %'`: the unit is checked against the metric once the runbook is known. */
const threshold = z.union([z.number(), z.string()]);

/** A narrower band calls every third value abnormal; for a wider one a fixed limit does the same. */
const DEVIATIONS = { least: 1, most: 10 };

const tailoredRunbook = z.strictObject({
  failureType: z.string().describe('the failure type of a runbook'),
  thresholds: z.record(z.string(), threshold).default({}).describe("other limits, by the watch's id"),
  breaching: z
    .record(z.string(), z.string())
    .default({})
    .describe('after how many bad periods the alarm fires, such as "2 of 3", by the watch\'s id'),
  missingData: z
    .record(z.string(), z.enum(MISSING_DATA))
    .default({})
    .describe("what a period without data counts as, by the watch's id"),
  anomaly: z
    .record(z.string(), z.number().min(DEVIATIONS.least).max(DEVIATIONS.most))
    .default({})
    .describe("width of CloudWatch's band in standard deviations, instead of a limit, by the watch's id"),
  off: z.array(z.string()).default([]).describe('ids of watches without an alarm'),
});

/** As EventBridge takes it from applications: they cannot put `aws.`, and `healer.` is ours. */
const SOURCE = /^(?!aws\.)(?!healer\.)[A-Za-z0-9._/-]{1,64}$/;
/** All sources and service names share one event pattern of 2,048 characters. */
const SOURCES_MAX = 5;

const signalSource = z.string().refine((text) => SOURCE.test(text), {
  error: ({ input }) => `${JSON.stringify(input)} is not the source of an application's events`,
  params: {
    allowed: ['letters, digits, dots, slashes, - and _, at most 64 characters, not beginning with "aws." or "healer."'],
    fix: 'write what the application puts into Source, such as shop.checkout',
  },
});

/** Of 1,000 in an account a hundred must stay unreserved. */
const CONCURRENCY_MAX = 900;

const targetGroup = z.strictObject({
  targetGroupArn,
  loadBalancerArn,
  alternateTargetGroupArn: targetGroupArn
    .optional()
    .describe('the target group that blue/green deployments swap it with'),
});

const service = z.strictObject({
  name: name.describe('the name people read in messages'),
  cluster: ecsName('cluster').describe('the name of the ECS cluster'),
  service: ecsName('service').optional().describe('the name of the ECS service; the name above by default'),
  tier: z.enum(TIERS).default('standard').describe('how much the service matters'),
  group: name.optional().describe('services of one group are healed one at a time'),
  dependencies: z.array(z.string()).default([]).describe('names of services this one calls'),
  toggles: z.array(toggle).default([]).describe('features that can be switched off to survive'),
  targetGroup: targetGroup.optional().describe('the target group and its load balancer'),
  targetGroups: z
    .array(targetGroup)
    .min(1)
    .optional()
    .describe('instead of targetGroup, where the service is reached in several ways'),
  ownLoadBalancer: z
    .boolean()
    .default(false)
    .describe(
      'true when no other service is behind its load balancer: then the healer sees requests that no task answers',
    ),
  taskFamily: ecsName('task definition family', 'write the name before the colon and the revision')
    .optional()
    .describe('the family of its task definitions; a rollback is then allowed to no other'),
  taskRoles: z
    .array(roleArn)
    .optional()
    .describe('ARNs of the task and execution roles its task definitions name; needed to roll back'),
  periodSeconds: period.default(60).describe('the period of alarms and readings'),
  taskMetrics: z.boolean().default(false).describe('true when Container Insights reports each task'),
  taskCounts: z.boolean().optional().describe('true when Container Insights counts tasks; as taskMetrics by default'),
  maxTasks: z
    .int()
    .min(1)
    .max(TASKS_MAX)
    .optional()
    .describe('the most tasks after scaling out; twice the found count by default'),
  replaceProtectedTasks: z
    .boolean()
    .optional()
    .describe('true when tasks protected from scale-in may be replaced; by default the healer waits for them'),
  peakHours: peakHoursSchema.optional().describe('the hours in which disruption weighs twice, with their time zone'),
  changeCalendars: changeCalendarsSchema
    .default([])
    .describe('SSM Change Calendars; while one is closed, disruptive remedies need an approval'),
  slo: sloSchema.optional().describe('the share of requests that must succeed; needs a targetGroup'),
  initialMode: z
    .enum(MODES)
    .optional()
    .describe('its mode while its own parameter does not exist; as the healer by default'),
  approval: z
    .array(z.enum(ACTION_KINDS))
    .optional()
    .describe('remedies that need an approval; by default rollBack where the tier is critical'),
  limits: serviceLimitsSchema.optional().describe('how often it may be healed; the defaults suit most'),
  runbooks: z
    .array(z.union([z.string(), tailoredRunbook]))
    .min(1)
    .default(['all'])
    .describe("failure types to heal; 'all' stands for every runbook that fits"),
  alarms: z
    .array(
      z.strictObject({
        alarmName: z.string().min(1).max(255).describe('the name of the alarm'),
        failureType: z.string().describe('the failure type it means'),
        about: z
          .enum(SYMPTOMS)
          .optional()
          .describe('how the failure shows, where the metrics of the alarm do not tell'),
      }),
    )
    .default([])
    .describe('alarms of your own, each with the failure type it means'),
  signals: z
    .array(z.strictObject({ source: signalSource.describe('the source of the events it sends') }))
    .max(SOURCES_MAX)
    .default([])
    .describe('applications that may report failures of this service, by the source of their events'),
});

export const configSchema = z.strictObject({
  name: name.default('healer').describe('the name of this healer, first part of every alarm it makes'),
  initialMode: z
    .enum(MODES)
    .default('observe')
    .describe('the first value of /healer/mode, and the mode in which each service begins'),
  notifications: notificationsSchema
    .default({ emails: [], chat: false, subscriptions: [] })
    .describe('who gets the messages'),
  serviceAlarms: z
    .boolean()
    .default(true)
    .describe('whether each service has a composite alarm, red while any of its alarms is'),
  resolutionSeconds: z
    .number()
    .min(RESOLUTION_SECONDS.least)
    .max(RESOLUTION_SECONDS.most)
    .default(RESOLUTION_SECONDS.most)
    .describe('how often the metrics are published, in seconds: 60 in AWS; a lab may publish faster'),
  dashboard: z.boolean().default(true).describe('whether there is a dashboard; it costs 3 USD a month'),
  intakeConcurrency: z
    .int()
    .min(1)
    .max(CONCURRENCY_MAX)
    .optional()
    .describe('how many signals are processed at the same time; taken from the concurrency of the account'),
  limits: accountLimitsSchema.optional().describe('limits of all services together; the defaults suit most'),
  groupLimits: z
    .record(name, serviceLimitsSchema)
    .default({})
    .describe("how often each service of a group may be healed; a service's own limits count more"),
  services: z.array(service).min(1).describe('the services to heal'),
});

/** What a user writes: values with a default may be left out. */
export type HealerConfig = z.input<typeof configSchema>;
/** The same with every default filled in. */
export type HealerSettings = z.output<typeof configSchema>;
export type ServiceSettings = HealerSettings['services'][number];
export type ToggleSettings = ServiceSettings['toggles'][number];

/** Returns the configuration unchanged; gives editors its types. */
export function defineConfig(config: HealerConfig): HealerConfig {
  return config;
}

function isPeriod(seconds: number): boolean {
  if (seconds === 10 || seconds === 20 || seconds === 30) return true;
  return seconds >= 60 && seconds <= PERIOD_SECONDS_MAX && seconds % 60 === 0;
}
