/**
 * The metrics of AWS by which a signal is recognised, each with the symptom it shows. Only metrics whose meaning AWS
 * documents are listed: a name in a namespace of the user's own may mean anything.
 */
import type { Symptom } from '../vocabulary.ts';

type Names = Readonly<Record<string, Symptom>>;

/** Named in the ECS guide under "available metrics", Service Connect included. */
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

/** What a worker takes its work from. */
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

/** The symptom a metric of AWS shows; undefined for one that is not known, or is read in a way that says something else. */
export function symptomOf(namespace: string, name: string, statistic: string): Symptom | undefined {
  const names = Object.hasOwn(KNOWN, namespace) ? KNOWN[namespace] : undefined;
  const symptom = names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
  return statistic === 'SampleCount' ? counted(symptom) : symptom;
}

/** How many samples a measure has says how many requests there were, or how many reports: nothing of what was measured. */
function counted(symptom: Symptom | undefined): Symptom | undefined {
  if (symptom === 'latency') return 'load';
  return symptom === 'cpu' || symptom === 'memory' || symptom === 'storage' ? undefined : symptom;
}
