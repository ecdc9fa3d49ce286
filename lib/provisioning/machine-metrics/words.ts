import type { ComponentProps, HostGroup } from '../../index';

/** Certificates of your own whose end is measured. */
export interface MeasuredCertificate {
  readonly on: Exclude<HostGroup, 'operator'>;
  /** File with a certificate (PEM), or several by `*`: `/etc/haproxy/ca.crt`. */
  readonly path: string;
}

export interface MachineMetricsProps extends Pick<ComponentProps, 'wiring'> {
  /**
   * Whether node exporter is installed on machines outside the cluster. `false` where they have one
   * already that reads `/var/lib/prometheus/node-exporter`, as that of Debian does.
   * @default true
   */
  readonly exporter?: boolean;
  /** Port of node exporter on machines outside the cluster. @default 9100 */
  readonly port?: number;
  /**
   * Where releases are downloaded from, for machines without the internet: a copy of GitHub's paths
   * on a server of your own, or by `file:///srv/downloads` in a folder on the machines.
   * @default 'https://github.com'
   */
  readonly downloads?: string;
  /** Certificates beside those of Kubernetes and etcd. @default [] */
  readonly certificates?: readonly MeasuredCertificate[];
  /** Days before a certificate's end at which people are told. @default 30 */
  readonly warningDays?: number;
  /** Days before a certificate's end at which somebody is woken up. @default 7 */
  readonly criticalDays?: number;
  /**
   * Networks of collectors elsewhere. Without one, and without a collector on the platform, nothing
   * is set up.
   * @default []
   */
  readonly readers?: readonly `${string}/${number}`[];
}
