/** The construct in apps of users: whenever it is called, wherever it stands, whatever flags the app has. */
import { Duration, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceConfig, HealsProps } from '../../lib/heals-props.ts';
import type { Healer } from '../../lib/healer.ts';
import { app } from './support/shop.ts';
import { flat, resourcesOf, templateOf, type TemplateJson } from './support/templates.ts';
import {
  attach,
  newApp,
  newCluster,
  newHealer,
  newService,
  newStack,
  newTargetGroup,
  newVpc,
} from './support/user-app.ts';

/** A stack with a healer that knows a service by object, an alarm of the user's, and a load balancer attached late. */
function shop(stack: Stack): Healer {
  const vpc = newVpc(stack);
  const cluster = newCluster(stack, vpc);
  const healer = newHealer(stack, { notifications: { emails: ['oncall@example.com'] } });
  const web = newService(stack, 'WebShop', { cluster });
  const targetGroup = newTargetGroup(stack, vpc);
  const signals = [{ source: 'shop.web' }];
  healer.heals(web, { targetGroup, period: Duration.minutes(2), group: 'shop', signals });
  healer.heals(newService(stack, 'Stock', { cluster, serviceName: 'stock-v2' }), { dependencies: [web] });
  const metric = new Metric({ namespace: 'Shop', metricName: 'Connections' });
  const alarm = new Alarm(stack, 'Database', { metric, threshold: 90, evaluationPeriods: 1 });
  healer.signalFrom(alarm, { service: web, failureType: 'connection-exhaustion' });
  attach(stack, vpc, targetGroup);
  return healer;
}

/** What must not depend on where and how the app is synthesized: everything but the addresses of the code. */
function healerPart(template: TemplateJson): unknown {
  return Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([id]) => id.startsWith('Healer'))
      .map(([id, { Type, Properties }]) => [id, { Type, ...Properties, Code: undefined }]),
  );
}

const plain = newStack();
const healer = shop(plain);
const grantee = new Role(plain, 'Grantee', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
healer.grantPause(grantee);
healer.grantSignal(grantee, 'web-shop');
healer.grantRead(grantee);
const template = templateOf(plain);

describe('a healer of services given as objects', () => {
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => flat(Properties) as AlarmText);

  it('names a service after its construct, or as ECS does where that is known', () => {
    const names = alarms.map(({ AlarmName: name }) => name);
    expect(names).toEqual(expect.arrayContaining(['healer-web-shop-high-cpu-cpu', 'healer-stock-v2-high-cpu-cpu']));
  });

  it('watches the load balancer that was attached after the call', () => {
    const errors = alarms.find(({ AlarmName: name }) => name === 'healer-web-shop-high-error-rate-errors');
    expect(JSON.stringify(errors)).toContain('"Name":"TargetGroup","Value":"<Group.TargetGroupFullName>"');
    expect(JSON.stringify(errors)).toContain('"Period":120');
  });

  it('refers to nothing whose name is known', () => {
    expect(JSON.stringify(template)).toContain('"Value":"stock-v2"');
    const stock = alarms.find(({ AlarmName: name }) => name === 'healer-stock-v2-high-cpu-cpu');
    expect(JSON.stringify(stock)).not.toContain('<Stock.Name>');
  });

  it('answers the alarm by the name it will get', () => {
    const rules = resourcesOf(template, 'AWS::Events::Rule').map(({ Properties }) => JSON.stringify(flat(Properties)));
    expect(rules.filter((rule) => rule.includes('"alarmName":["<Database>"]'))).toHaveLength(1);
  });

  it('tells every Lambda the names, in far less than its environment holds', () => {
    const variables = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) =>
      JSON.stringify((flat(Properties) as LambdaText).Environment.Variables),
    );
    for (const text of variables) {
      expect(text).toContain('CATALOG_REFERENCES');
      expect(text.length).toBeLessThan(1500);
    }
  });

  it.each([
    { case: 'a service that lists no source', service: 'stock-v2', named: 'service "stock-v2"' },
    { case: 'a service that is not healed', service: 'elsewhere', named: 'service "elsewhere"' },
  ])('refuses to grant signals of $case', ({ service, named }) => {
    const stack = newStack();
    const other = shop(stack);
    other.grantSignal(
      new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }),
      service,
    );
    expect(() => templateOf(stack)).toThrow(`grantSignal() service: no source is listed for ${named}`);
  });

  it('fences a rollback to the family of the task definition', () => {
    expect(JSON.stringify(flat(template.Resources))).toMatch(/task-definition\/ShopWebShopTask\w+:\*/);
  });
});

interface AlarmText {
  readonly AlarmName?: string;
}

interface LambdaText {
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

describe('synthesized in another way, it is the same', () => {
  it('with aspects that run until nothing changes', () => {
    const stack = newStack(newApp({ '@aws-cdk/core:aspectStabilization': true }));
    const role = new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const other = shop(stack);
    other.grantPause(role);
    other.grantSignal(role, 'web-shop');
    other.grantRead(role);
    expect(healerPart(templateOf(stack))).toEqual(healerPart(template));
  });

  it('inside a stage', () => {
    const stage = new Stage(newApp(), 'Production');
    const stack = new Stack(stage, 'Shop');
    shop(stack);
    const names = resourcesOf(Template.fromStack(stack).toJSON() as TemplateJson, 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => Properties['AlarmName'],
    );
    expect(names).toContain('healer-web-shop-high-cpu-cpu');
  });

  it('with the services in a stack of their own', () => {
    const app = newApp();
    const services = newStack(app, 'Services');
    const web = newService(services, 'Web');
    const stack = newStack(app, 'Healing');
    newHealer(stack).heals(web);
    const cpu = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', {
      Properties: { AlarmName: 'healer-web-high-cpu-cpu' },
    });
    expect(JSON.stringify(cpu)).toContain('Services:ExportsOutputFnGetAttWeb');
  });

  it('with every flag of a new app, where a template that CloudFormation would refuse is an error', () => {
    const stack = newStack(app());
    shop(stack);
    const names = resourcesOf(templateOf(stack), 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => Properties['AlarmName'],
    );
    expect(names).toContain('healer-web-shop-high-cpu-cpu');
  });

  it('when it is synthesized a second time', () => {
    const app = newApp();
    shop(newStack(app));
    const stackOf = () => JSON.stringify(app.synth({ force: true }).getStackByName('Shop').template);
    expect(stackOf()).toBe(stackOf());
  });

  it('without a warning', () => {
    const warned = Annotations.fromStack(plain).findWarning('*', Match.anyValue());
    expect(warned.map(({ id }) => id).filter((id) => id.startsWith('/Shop/Healer'))).toEqual([]);
  });
});

describe('what it grants', () => {
  let statements: readonly Readonly<Record<string, unknown>>[] = [];
  beforeAll(() => {
    const policy = resourcesOf(template, 'AWS::IAM::Policy').find(({ Properties }) =>
      JSON.stringify(Properties['Roles']).includes('Grantee'),
    );
    statements = (flat(policy?.Properties) as PolicyText).PolicyDocument.Statement;
  });

  it('to pause is to read and write the brakes, and nothing else in the parameter store', () => {
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter'],
      Resource: ['mode', 'services/*/mode'].map(
        (name) => `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/healer/${name}`,
      ),
    });
  });

  it('to signal is to put events of that one type, from the sources of the service, on the default bus', () => {
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: 'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default',
      Condition: {
        'ForAllValues:StringEquals': { 'events:source': ['shop.web'], 'events:detail-type': 'healer.signal' },
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    });
  });

  it('to read is to change nothing in the table', () => {
    const reads = statements.find(({ Resource }) => Resource === '<HealerTable.Arn>');
    expect(JSON.stringify(reads?.['Action'])).toContain('dynamodb:Query');
    expect(JSON.stringify(reads?.['Action'])).not.toMatch(/Put|Update|Delete|Write/);
  });
});

interface PolicyText {
  readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
}

describe('its metrics', () => {
  it.each([
    {
      case: 'heals',
      metric: healer.metricHeals(),
      is: ['Outcomes', { HealerName: 'healer', Outcome: 'healed' }, 'Sum'],
    },
    {
      case: 'times to recovery, as asked for',
      metric: healer.metricTimeToRecovery('high-cpu', { statistic: 'p90' }),
      is: ['TimeToRecovery', { HealerName: 'healer', FailureType: 'high-cpu' }, 'p90'],
    },
    {
      case: 'withheld heals',
      metric: healer.metricWithheld('override-off'),
      is: ['Withheld', { HealerName: 'healer', Reason: 'override-off' }, 'Sum'],
    },
    {
      case: 'false positives',
      metric: healer.metricFalsePositives('high-cpu'),
      is: ['FalsePositives', { HealerName: 'healer', FailureType: 'high-cpu' }, 'Sum'],
    },
    {
      case: 'the time a decision takes',
      metric: healer.metricDecisionLatency(),
      is: ['DecisionLatency', { HealerName: 'healer' }, 'Average'],
    },
  ])('are $case', ({ metric, is }) => {
    expect([metric.metricName, metric.dimensions, metric.statistic]).toEqual(is);
  });
});

describe('names', () => {
  it('may be those of clusters, parameters and services the app does not have', () => {
    const stack = newStack();
    const cluster = Cluster.fromClusterArn(stack, 'Cluster', 'arn:aws:ecs:eu-central-1:111111111111:cluster/shop');
    const parameter = StringParameter.fromStringParameterName(stack, 'Flag', '/shop/search');
    const toggle = { name: 'search', on: 'on', off: 'off', helps: ['high-error-rate'], losesFeature: 'search' };
    newHealer(stack).heals({ cluster, service: 'web' }, { toggles: [{ ...toggle, parameter }] });
    const text = JSON.stringify(flat(templateOf(stack).Resources));
    expect(text).toContain(':service/shop/web"');
    expect(text).toContain(':parameter/shop/search"');
    expect(text).not.toContain('CATALOG_REFERENCES');
  });
});

/** What the file can say of a service, the construct can. Does not compile when one of them learns a word alone. */
type Unsaid = Exclude<keyof ServiceConfig, keyof HealsProps | 'cluster' | 'service' | 'periodSeconds' | 'alarms'>;
// In the file the alternate is a part of its target group.
type Unknown = Exclude<keyof HealsProps, keyof ServiceConfig | 'period' | 'alternateTargetGroup'>;

it('says about a service what the file says', () => {
  const unsaid: [Unsaid] extends [never] ? true : never = true;
  const unknown: [Unknown] extends [never] ? true : never = true;
  expect([unsaid, unknown]).toEqual([true, true]);
});
