import type { Construct } from 'constructs';
import { Capability, type Destination, type SecretRef, type Values } from '../kernel';

/** One line, or set of lines, of a panel. */
export interface DashboardQuery {
  /** PromQL; `$__rate_interval` and `$namespace` are there. */
  readonly expr: string;
  /** Legend, with `{{label}}`s. @default - all labels */
  readonly legend?: string;
}

/** How numbers are written. */
export type PanelUnit = 'short' | 'percent' | 'ratio' | 'seconds' | 'bytes' | 'bytes/s' | 'ops/s';

/** One picture of a dashboard. */
export interface DashboardPanel {
  readonly title: string;
  readonly queries: readonly DashboardQuery[];
  /** @default 'short' */
  readonly unit?: PanelUnit;
  /** `graph` over time, `number` for the newest value, `table` for many of them. @default 'graph' */
  readonly shape?: 'graph' | 'number' | 'table';
  /** What a reader should know. @default - none */
  readonly description?: string;
}

/** A dashboard, in words that no one product owns. */
export interface Dashboard {
  /** Unique and stable, at most 40 characters of `a-z0-9-`: part of its address. */
  readonly uid: string;
  readonly title: string;
  /** Folder that it is listed in. @default 'Platform' */
  readonly folder?: string;
  /** Four to twelve, the most important first. */
  readonly panels: readonly DashboardPanel[];
}

/** Something that a viewer asks: metrics, logs, traces, a database. */
export interface Datasource {
  readonly name: string;
  /** Type of the viewer's plugin: `loki`, `tempo`, `postgres`. */
  readonly type: string;
  /** `http://loki.logging.svc:3100`; for databases host and port. */
  readonly url: string;
  /** Stable id that dashboards refer to. @default - the name, in lower case and with dashes */
  readonly uid?: string;
  /** Settings of the plugin. @default {} */
  readonly jsonData?: Values;
  /** Secret settings of the plugin, in the viewer's namespace. @default {} */
  readonly secureJsonData?: Readonly<Record<string, SecretRef>>;
  /** Where connections lead, for network rules. @default - where `url` leads */
  readonly destination?: Destination;
}

/** Shows dashboards to people. */
export interface DashboardViewer {
  /** Draws the dashboard below `scope`, in `namespace`. */
  add(scope: Construct, dashboard: Dashboard, namespace: string): void;
  /** Adds something to ask. */
  addDatasource(datasource: Datasource): void;
}

export const Dashboards = new Capability<DashboardViewer>('dashboards', 'a dashboard viewer');
