/**
 * Refuses arguments that TypeScript forbids and JavaScript allows, in the call itself, so that the stack trace names its
 * line. Whether they make sense is checked later, with everything else.
 */
import type { IConstruct } from 'constructs';
import { isObject } from './registered-service.ts';

/** @throws Error unless it is an ECS service of an app, or one by its names, and the properties are an object. */
export function refuseNoService(healer: IConstruct, service: unknown, props: unknown): void {
  const fix = 'give an ECS service of this app, or { cluster, service } with the names of one';
  if (!isObject(service)) throw new Error(`${healer.node.path}: heals(${shown(service)}): that is no service; ${fix}`);
  if (isConstruct(service) && typeof Reflect.get(service, 'serviceName') !== 'string') {
    const inside = isObject(Reflect.get(service, 'service')) ? ', such as its property service' : '';
    throw new Error(`${healer.node.path}: heals(${service.node.path}): that is no ECS service; ${fix}${inside}`);
  }
  refuseNoProperties(healer, 'heals()', props);
}

/** @throws Error unless it is an alarm of an app, or the name of one, and the properties are an object. */
export function refuseNoAlarm(healer: IConstruct, alarm: unknown, props: unknown): void {
  const named = isConstruct(alarm) && typeof Reflect.get(alarm, 'alarmName') === 'string';
  if (!named && (typeof alarm !== 'string' || alarm === '')) {
    const what = isConstruct(alarm) ? alarm.node.path : shown(alarm);
    throw new Error(
      `${healer.node.path}: signalFrom(${what}): that is no alarm; give an alarm of this app, or its name`,
    );
  }
  refuseNoProperties(healer, 'signalFrom()', props);
  if (
    !isObject(Reflect.get(props as object, 'service')) &&
    typeof Reflect.get(props as object, 'service') !== 'string'
  ) {
    const fix = 'give the service that heals() got, or its name';
    throw new Error(`${healer.node.path}: signalFrom() does not name the service that fails; ${fix}`);
  }
}

function refuseNoProperties(healer: IConstruct, call: string, props: unknown): void {
  if (isObject(props)) return;
  throw new Error(`${healer.node.path}: the properties of ${call} are ${shown(props)}; give an object, such as {}`);
}

function isConstruct(given: unknown): given is IConstruct {
  return isObject(given) && 'node' in given;
}

function shown(given: unknown): string {
  return given === undefined || typeof given === 'function' ? typeof given : JSON.stringify(given);
}
