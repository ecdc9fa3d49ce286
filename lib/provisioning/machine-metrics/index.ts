export * from './machine-metrics';
export type { MachineMetricsProps, MeasuredCertificate } from './words';
