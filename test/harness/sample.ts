import { Construct } from 'constructs';
import {
  Capability,
  Component,
  type ComponentProps,
  type HelmRelease,
  type Kind,
  type KubeObject,
  type ObjectMeta,
  type ReleaseOptions,
  type Values,
} from '../../lib';

export const Widget: Kind<{ spec: { size: number } }> = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  from: 'kubestrata/sample/widgets',
};

export const Paint = new Capability<{ colour: string }>('paint', 'a supply of paint', {
  kinds: ['Widget.example.com'],
});

export interface SampleProps extends ComponentProps, ReleaseOptions {
  readonly chartName?: string;
  readonly makeValues?: (self: Sample) => Values;
}

/** A component whose every protected method a test may call. */
export class Sample extends Component {
  readonly release: HelmRelease;

  constructor(scope: Construct, id: string, props: SampleProps = {}) {
    super(scope, id, props, { namespace: id, podSecurity: 'restricted' });
    const chart = {
      repository: 'https://charts.example.com',
      name: props.chartName ?? id,
      version: '1.2.3',
    };
    const { brings, needs, images, crdsOnly, wait } = props;
    this.release = this.install(chart, () => props.makeValues?.(this) ?? {}, {
      ...(brings && { brings }),
      ...(needs && { needs }),
      ...(images && { images }),
      ...(crdsOnly !== undefined && { crdsOnly }),
      ...(wait !== undefined && { wait }),
    });
  }

  draw<Body extends object>(
    kind: Kind<Body>,
    name: string,
    body: Body,
    meta?: ObjectMeta,
  ): KubeObject<Body> {
    return this.object(kind, name, body, meta);
  }

  close(): void {
    this.isolate({ ingress: [{ with: 'api-server', ports: [9443] }] });
  }

  pull(image: string): string {
    return this.image(image);
  }

  ports(port: number): void {
    this.hostPorts(() => [{ port, purpose: 'samples' }]);
  }

  addresses(range: string, withinNodes = false): void {
    this.claimAddresses('sample pool', range, { withinNodes });
  }

  say(text: string): void {
    this.warn(text);
  }
}

/** The root of a tree that no engine owns. */
export const freeRoot = (): Construct => new Construct(undefined as unknown as Construct, '');
