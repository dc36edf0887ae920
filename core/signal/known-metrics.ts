/**
 * Metrics of AWS by which a signal is recognised, each with its symptom. Only metrics that AWS documents: a name in a
 * user's own namespace may mean anything.
 */
import type { Symptom } from '../vocabulary.ts';

type Names = Readonly<Record<string, Symptom>>;

/** From the ECS guide, "available metrics", Service Connect included. */
const ECS: Names = {
  CPUUtilization: 'cpu',
  MemoryUtilization: 'memory',
  EBSFilesystemUtilization: 'storage',
  RequestCount: 'load',
  RequestCountPerTarget: 'load',
  ActiveConnectionCount: 'load',
  NewConnectionCount: 'load',
  ProcessedBytes: 'load',
  TargetResponseTime: 'latency',
  HTTPCode_Target_2XX_Count: 'load',
  HTTPCode_Target_4XX_Count: 'errors',
  HTTPCode_Target_5XX_Count: 'errors',
};

/** Container Insights, also with enhanced observability. */
const CONTAINER_INSIGHTS: Names = {
  CpuUtilized: 'cpu',
  TaskCpuUtilization: 'cpu',
  ContainerCpuUtilization: 'cpu',
  MemoryUtilized: 'memory',
  TaskMemoryUtilization: 'memory',
  ContainerMemoryUtilization: 'memory',
  EphemeralStorageUtilized: 'storage',
  EBSFilesystemUtilized: 'storage',
  NetworkRxBytes: 'load',
  RunningTaskCount: 'tasks',
  PendingTaskCount: 'tasks',
  DesiredTaskCount: 'tasks',
  DeploymentCount: 'tasks',
  RestartCount: 'tasks',
  UnHealthyContainerHealthStatus: 'hosts',
};

const APPLICATION_LOAD_BALANCER: Names = {
  RequestCount: 'load',
  RequestCountPerTarget: 'load',
  ActiveConnectionCount: 'load',
  NewConnectionCount: 'load',
  ProcessedBytes: 'load',
  ConsumedLCUs: 'load',
  TargetResponseTime: 'latency',
  HTTPCode_Target_2XX_Count: 'load',
  HTTPCode_Target_3XX_Count: 'load',
  HTTPCode_Target_4XX_Count: 'errors',
  HTTPCode_Target_5XX_Count: 'errors',
  HTTPCode_ELB_4XX_Count: 'errors',
  HTTPCode_ELB_5XX_Count: 'errors',
  HTTPCode_ELB_500_Count: 'errors',
  HTTPCode_ELB_502_Count: 'errors',
  HTTPCode_ELB_503_Count: 'errors',
  HTTPCode_ELB_504_Count: 'errors',
  TargetConnectionErrorCount: 'errors',
  RejectedConnectionCount: 'errors',
  HealthyHostCount: 'hosts',
  UnHealthyHostCount: 'hosts',
};

const NETWORK_LOAD_BALANCER: Names = {
  NewFlowCount: 'load',
  ActiveFlowCount: 'load',
  ProcessedBytes: 'load',
  PeakPacketsPerSecond: 'load',
  TCP_ELB_Reset_Count: 'errors',
  TCP_Target_Reset_Count: 'errors',
  PortAllocationErrorCount: 'errors',
  HealthyHostCount: 'hosts',
  UnHealthyHostCount: 'hosts',
};

/** Queues from which workers take their work. */
const QUEUE: Names = {
  ApproximateNumberOfMessagesVisible: 'backlog',
  ApproximateNumberOfMessagesNotVisible: 'backlog',
  ApproximateNumberOfMessagesDelayed: 'backlog',
  ApproximateAgeOfOldestMessage: 'backlog',
  NumberOfMessagesSent: 'load',
};

const KNOWN: Readonly<Record<string, Names>> = {
  'AWS/ECS': ECS,
  'ECS/ContainerInsights': CONTAINER_INSIGHTS,
  'AWS/ApplicationELB': APPLICATION_LOAD_BALANCER,
  'AWS/NetworkELB': NETWORK_LOAD_BALANCER,
  'AWS/SQS': QUEUE,
};

/** The symptom that a metric of AWS shows; undefined for an unknown one, or a statistic of another meaning. */
export function symptomOf(namespace: string, name: string, statistic: string): Symptom | undefined {
  const names = Object.hasOwn(KNOWN, namespace) ? KNOWN[namespace] : undefined;
  const symptom = names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
  return statistic === 'SampleCount' ? counted(symptom) : symptom;
}

/** The number of samples counts requests or reports; it says nothing about the measured value. */
function counted(symptom: Symptom | undefined): Symptom | undefined {
  if (symptom === 'latency') return 'load';
  return symptom === 'cpu' || symptom === 'memory' || symptom === 'storage' ? undefined : symptom;
}
