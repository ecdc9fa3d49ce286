import { stringify } from 'yaml';
import type { NodeRuntime } from '../../contracts/container-runtime';

/** Port of metrics and health. */
export const PORT = 3366;
/** Name of the file by which findings become alerts. */
export const ALERT_TEMPLATE = 'alertmanager.tmpl';

export interface TraceeConfigOptions {
  /** Pages of the buffer that each CPU writes events to. */
  readonly bufferPages: number;
  /** Address that takes alerts. */
  readonly alertmanagerUrl: string | undefined;
  /** Address that takes events. */
  readonly eventsUrl: string | undefined;
  /** What runs the nodes' containers, where that is known. */
  readonly runtime: NodeRuntime | undefined;
}

/** Runtimes in Tracee's words, with the sockets that the chart mounts; there is no key for others. */
const RUNTIMES = {
  containerd: { runtime: 'containerd', socket: '/var/run/containerd/containerd.sock' },
  'cri-o': { runtime: 'crio', socket: '/var/run/crio/crio.sock' },
} as const;

/** A runtime that Tracee cannot ask for the names of containers and Pods. */
export function socketWarning(runtime: NodeRuntime | undefined): string | undefined {
  if (runtime === undefined) return undefined;
  const { socket } = RUNTIMES[runtime.name];
  const own = runtime.socket.replace('unix://', '').replace(/^\/run\//, '/var/run/');
  if (own === socket) return undefined;
  return `names no containers and Pods in its findings: the chart mounts the socket '${socket}', and ${runtime.name} answers at '${runtime.socket}'; give the runtime its usual socket, or watch with Falco`;
}

/** Tracee's configuration file. The chart's own one is in words that this version does not read. */
export function traceeConfig(options: TraceeConfigOptions): string {
  const { bufferPages, alertmanagerUrl, eventsUrl, runtime } = options;
  const template = encodeURIComponent(`/tracee/templates/${ALERT_TEMPLATE}`);
  const alerts =
    alertmanagerUrl === undefined
      ? []
      : `webhook:${alertmanagerUrl}/api/v2/alerts?gotemplate=${template}`;
  return stringify(
    {
      'perf-buffer-size': bufferPages,
      // By itself it tries all sockets, and where there is none mounting has made a folder.
      ...(runtime && { containers: { sockets: [RUNTIMES[runtime.name]] } }),
      server: { 'http-address': `:${PORT}`, metrics: true, healthz: true },
      log: { level: 'info' },
      output: [
        'json:stdout',
        'option:parse-arguments',
        alerts,
        eventsUrl === undefined ? [] : `webhook:${eventsUrl}`,
      ].flat(),
    },
    { lineWidth: 0 },
  );
}

/**
 * How a finding becomes an alert; other events become none.
 * @param least severity, from 0 to 3, of findings that people are told of
 */
export const alertTemplate = (least: number): string =>
  [
    '{{- $event := . -}}',
    '{{- $severity := -1 -}}',
    '{{- with .Metadata }}{{ with .Properties }}{{ if hasKey . "Severity" }}{{ $severity = int (index . "Severity") }}{{ end }}{{ end }}{{ end -}}',
    `{{- if lt $severity ${least} -}}[]{{- else -}}`,
    '[{"labels":{"alertname":"TraceeFinding",',
    '"severity":{{ if ge $severity 3 }}"critical"{{ else }}"warning"{{ end }},',
    '"event":{{ $event.EventName | toJson }},',
    '"namespace":{{ $event.Kubernetes.PodNamespace | toJson }},',
    '"pod":{{ $event.Kubernetes.PodName | toJson }},',
    '"container":{{ $event.Container.Name | toJson }},',
    '"node":{{ $event.HostName | toJson }}},',
    '"annotations":{"summary":{{ printf "Tracee found %s by %s." $event.EventName $event.ProcessName | toJson }},',
    '"description":{{ $event.Metadata.Description | toJson }}}}]',
    '{{- end -}}',
  ].join('\n');
