import { Capability } from '../kernel';

/** Where programs on machines leave metrics in files, for whoever reads the machines' other metrics. */
export interface TextfileFolder {
  /** `/var/lib/prometheus/node-exporter`, on machines; files in Prometheus' text format, named `*.prom`. */
  readonly directory: string;
}

export const MachineTextfiles = new Capability<TextfileFolder>(
  'machine-textfiles',
  'metrics that programs leave in files on machines',
);
