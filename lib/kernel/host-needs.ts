import type { HostGroup } from './nodes';

/** A package by its name in each family of distributions. */
export interface HostPackage {
  readonly debian: string;
  readonly redhat: string;
}

/** What a component needs of machines before it can run there. */
export interface HostNeeds {
  /** @default 'nodes' */
  readonly on?: HostGroup;
  /** Oldest Linux kernel that works: `5.10`. @default - any that Kubernetes takes */
  readonly kernel?: string;
  /** Kernel modules, loaded now and at each start. @default [] */
  readonly modules?: readonly string[];
  /** Kernel settings; two components that want different values fail synthesis. @default {} */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** @default [] */
  readonly packages?: readonly HostPackage[];
  /** systemd units that have to run. @default [] */
  readonly services?: readonly string[];
  /** systemd units that must not run. @default [] */
  readonly disabledServices?: readonly string[];
  /** IP protocols without ports that the machines of the group speak to each other. @default [] */
  readonly protocols?: readonly ('vrrp' | 'ipip' | 'esp')[];
}
