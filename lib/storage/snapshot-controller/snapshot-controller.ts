import type { Construct } from 'constructs';
import {
  Component,
  highlyAvailable,
  resources,
  spread,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type Values,
} from '../../index';
import { brings } from './kinds';
import { watch } from './monitoring';

export interface SnapshotControllerProps extends ComponentProps {
  /**
   * Whether several volumes may be snapshot at one moment (`VolumeGroupSnapshot`). The CSI driver
   * must know how.
   * @default true
   */
  readonly groupSnapshots?: boolean;
}

const LABELS = { 'app.kubernetes.io/name': 'snapshot-controller' };

/**
 * Brings the API for snapshots of volumes, and the controller behind it. The snapshots themselves
 * are made by the CSI drivers: each storage component brings its own class, and says so to backups.
 * A cluster has one: leave it out where the distribution has it already (RKE2, OpenShift, managed
 * clusters), and name its kinds in the platform's `existingKinds`.
 *
 * The CRDs go with the release, and every record of a snapshot with them: never uninstall it to
 * upgrade. Two default classes of one driver fail when a snapshot names none; the webhook that
 * refused the second is gone since 8.2. Groups of version `v1beta1` are not converted.
 *
 * @see https://github.com/kubernetes-csi/external-snapshotter
 */
export class SnapshotController extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://piraeus.io/helm-charts',
    name: 'snapshot-controller',
    version: '5.2.0',
    kubeVersion: '>= 1.25.0-0',
    images: ['registry.k8s.io/sig-storage/snapshot-controller:v8.6.0'],
  };
  static readonly images: ImageKeys = {
    'controller.image.repository': 'registry.k8s.io/sig-storage/snapshot-controller',
    'webhook.image.repository': 'registry.k8s.io/sig-storage/snapshot-conversion-webhook',
  };

  readonly release: HelmRelease;

  constructor(scope: Construct, id: string, props: SnapshotControllerProps = {}) {
    super(scope, id, props, { namespace: 'snapshot-controller', podSecurity: 'restricted' });
    this.isolate({ egress: [{ with: 'api-server' }] });
    this.release = this.install(SnapshotController.chart, () => this.values(props), {
      brings,
      images: SnapshotController.images,
    });
    watch(this, this.namespace);
  }

  private values({ groupSnapshots = true }: SnapshotControllerProps): Values {
    const many = highlyAvailable(this);
    return {
      webhook: { enabled: false },
      controller: {
        replicaCount: many ? 2 : 1,
        args: { featureGates: `CSIVolumeGroupSnapshot=${String(groupSnapshots)}` },
        podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        securityContext: { allowPrivilegeEscalation: false },
        resources: resources('20m', '48Mi', '256Mi'),
        pdb: many ? { maxUnavailable: 1 } : {},
        topologySpreadConstraints: many ? spread(LABELS) : [],
      },
    };
  }
}
