/** CloudWatch: alarms and dashboards are kept as configuration; nothing is measured here, so no alarm ever fires. */
import * as z from 'zod';
import { records } from '../records.ts';
import type { Provisioned, Region, ResourcePlace, ResourceType, Service } from '../service.ts';
import { operation } from '../shape.ts';
import { physicalName } from '../template/name.ts';
import { jsonProtocol } from '../wire/json.ts';

interface Configured {
  name: string;
  arn: string;
  properties: Record<string, unknown>;
}

export function cloudwatch(region: Region): Service {
  const alarms = records<Configured>(region.store, 'monitoring_alarm');
  const dashboards = records<Configured>(region.store, 'monitoring_dashboard');
  const arn = (kind: string, name: string) => `arn:aws:cloudwatch:${region.name}:${region.account}:${kind}:${name}`;
  const kept = (kind: string, nameProperty: string, kept: typeof alarms): ResourceType => {
    const put = (properties: Record<string, unknown>, place: ResourcePlace): Provisioned => {
      const name = String(properties[nameProperty] ?? physicalName(place, 255));
      kept.put(name, { name, arn: arn(kind, name), properties });
      return { ref: name, attributes: { Arn: arn(kind, name) } };
    };
    return {
      create: put,
      update(properties, current, place) {
        kept.delete(current.ref);
        return put(properties, place);
      },
      delete: (current) => kept.delete(current.ref),
    };
  };
  return {
    name: 'monitoring',
    protocol: jsonProtocol('GraniteServiceVersion20100801'),
    resources: {
      'AWS::CloudWatch::Alarm': kept('alarm', 'AlarmName', alarms),
      'AWS::CloudWatch::Dashboard': kept('dashboard', 'DashboardName', dashboards),
    },
    operations: operation('DescribeAlarms', z.strictObject({}), (_input, call) => {
      call.authorize('cloudwatch:DescribeAlarms', arn('alarm', '*'));
      const described = alarms.list().map(({ name, arn, properties }) => ({
        ...properties,
        AlarmName: name,
        AlarmArn: arn,
        StateValue: 'INSUFFICIENT_DATA',
      }));
      return { MetricAlarms: described };
    }),
  };
}
