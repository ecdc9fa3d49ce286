/** A JSON object, such as Helm values, a schema or a Kubernetes object. */
export type JsonObject = { readonly [key: string]: unknown };

export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** A sub-chart, as the chart's own file lists it. */
export interface ChartDependency {
  readonly name: string;
  readonly version: string;
  readonly alias?: string;
  readonly repository?: string;
  /** Values key that turns it on; its first step is often the sub-chart's alias. */
  readonly condition?: string;
}

/** A chart, as `system.json` lists it. */
export interface ChartEntry {
  /** Null for a chart that is in no public repository. */
  readonly repository: string | null;
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string | null;
  readonly namespace?: string | null;
  /** Versions of Kubernetes that its `Chart.yaml` allows. */
  readonly kubeVersion?: string | null;
  readonly dependencies?: readonly ChartDependency[] | null;
  readonly images?: readonly string[] | null;
}

/** A custom resource, as `system.json` lists it. */
export interface CrdEntry {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: string;
  readonly versions: readonly string[];
}

/** `system.json`: the part of it that the suites use. */
export interface SystemFacts {
  readonly id: string;
  readonly name: string;
  readonly layer: string;
  readonly delivery: string;
  /** Level that its namespace needs; neither stated nor `unknown` where there is none. */
  readonly podSecurity?: PodSecurityLevel | 'unknown' | null;
  readonly charts?: Readonly<Record<string, ChartEntry>> | null;
  readonly crds?: readonly CrdEntry[];
  /** API groups whose CRDs it carries as a copy of another system's. */
  readonly crdsNotOwn?: readonly string[];
  /** Minimal custom resources; for systems on a host, files. */
  readonly examples?: readonly JsonObject[];
}

/** What the checks need of a CustomResourceDefinition. */
export interface CrdFacts {
  /** Id of the system that it was read from. */
  readonly system: string;
  readonly namespaced: boolean;
  readonly served: readonly string[];
  /** Schema of the version asked for. Absent when it is not served, or no file of the CRD exists. */
  readonly schema?: JsonObject;
}

/** A file in `crds/`. */
export interface CrdFile {
  readonly spec: {
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema: JsonObject };
    }[];
  };
}

/** Whether a value is a map: neither a scalar nor a list. */
export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
