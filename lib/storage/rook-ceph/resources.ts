import { merge, resources, type Values } from '../../index';

/** Requests and limits of Ceph's daemons, by Rook's names for them: `mon`, `osd`, `mgr`, `mds`, `rgw`. */
export type DaemonResources = Readonly<Record<string, Values>>;

/** OSDs and metadata servers size their caches by the memory that they are given. */
const MANY: DaemonResources = {
  mon: resources('500m', '1Gi', '2Gi'),
  mgr: resources('500m', '1Gi', '2Gi'),
  osd: resources('1', '4Gi', '4Gi'),
  mds: resources('500m', '4Gi', '4Gi'),
  rgw: resources('500m', '1Gi', '2Gi'),
};

const ONE: DaemonResources = {
  mon: resources('100m', '512Mi', '1Gi'),
  mgr: resources('100m', '512Mi', '1Gi'),
  osd: resources('250m', '2Gi', '2Gi'),
  mds: resources('50m', '512Mi', '1Gi'),
  rgw: resources('50m', '256Mi', '1Gi'),
};

/** Sidecars and helpers, which are small in any cluster. */
const SMALL: DaemonResources = {
  'mgr-sidecar': resources('20m', '40Mi', '128Mi'),
  crashcollector: resources('10m', '60Mi', '128Mi'),
  exporter: resources('20m', '50Mi', '256Mi'),
  logcollector: resources('20m', '100Mi', '1Gi'),
  // No limit: a Job that runs out of memory leaves a disk half prepared.
  prepareosd: { requests: { cpu: '100m', memory: '50Mi' } },
  'cmd-reporter': resources('50m', '100Mi', '1Gi'),
  cleanup: resources('50m', '100Mi', '1Gi'),
};

/** What each daemon gets, with the user's words over it. */
export const daemonResources = (
  highlyAvailable: boolean,
  own: DaemonResources = {},
): DaemonResources =>
  merge({ ...SMALL, ...(highlyAvailable ? MANY : ONE) }, own) as DaemonResources;
