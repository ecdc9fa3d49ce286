import type { Construct } from 'constructs';
import { Certificates } from '../../contracts/certificates';
import { ObjectStorage, type ObjectStore } from '../../contracts/object-storage';
import {
  Component,
  resources,
  type ChartPin,
  type ComponentProps,
  type ImageKeys,
} from '../../index';

export interface BarmanCloudPluginProps extends ComponentProps {
  /** Whether cert-manager is in the cluster, though no component brings it. @default false */
  readonly assumeCertManager?: boolean;
}

/**
 * The part of CloudNativePG that writes backups to object stores, and a component of its own, as
 * only this part needs cert-manager and a bucket: the operator waits for neither. Installed as
 * soon as both are there. `CloudNativePg` makes it, in its own namespace, where it must be.
 *
 * @see https://cloudnative-pg.io/plugin-barman-cloud/
 */
export class BarmanCloudPlugin extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://cloudnative-pg.github.io/charts',
    name: 'plugin-barman-cloud',
    version: '0.7.0',
    kubeVersion: '>=1.29.0-0',
    images: [
      'ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.13.0',
      'ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:v0.13.0',
    ],
  };
  static readonly images: ImageKeys = {
    'image.registry': 'ghcr.io',
    'sidecarImage.registry': 'ghcr.io',
  };

  private readonly waiting: ((store: ObjectStore) => void)[] = [];
  private store: ObjectStore | undefined;

  constructor(scope: Construct, id: string, props: BarmanCloudPluginProps) {
    super(scope, id, props, { namespace: 'cnpg-system', podSecurity: 'restricted' });
    let asked = false;
    const ask = (): void => {
      if (asked) return;
      asked = true;
      ObjectStorage.whenProvided(this, (store) => this.serve(store));
    };
    if (props.assumeCertManager) ask();
    else Certificates.whenProvided(this, ask);
  }

  /** Runs `react` with the object store once backups can go there. */
  whenAvailable(react: (store: ObjectStore) => void): void {
    if (this.store) react(this.store);
    else this.waiting.push(react);
  }

  private serve(store: ObjectStore): void {
    this.store = store;
    this.install(
      BarmanCloudPlugin.chart,
      // One copy: only the leader answers, and what archives runs beside each server.
      () => ({ replicaCount: 1, resources: resources('20m', '64Mi', '256Mi') }),
      {
        brings: ['ObjectStore.barmancloud.cnpg.io'],
        needs: () => ['Certificate.cert-manager.io', 'Issuer.cert-manager.io'],
        images: BarmanCloudPlugin.images,
      },
    );
    for (const react of this.waiting) react(store);
  }
}
