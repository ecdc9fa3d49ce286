import fc from 'fast-check';
import type { StandardPlatformProps } from '../../lib/editions';
import { label, several, validPlatform } from './arbitrary-platform';

/** One thing that is wrong, and the words that its error must have. */
export interface Mistake {
  readonly what: string;
  readonly props: StandardPlatformProps;
  readonly says: readonly string[];
}

const withPool = (valid: StandardPlatformProps, addresses: string): StandardPlatformProps => ({
  ...valid,
  network: { ...valid.network, metallb: { pools: [{ name: 'bad', addresses: [addresses] }] } },
});

/** A platform that would be all right but for one mistake. */
export const mistake: fc.Arbitrary<Mistake> = fc
  .tuple(validPlatform, fc.nat(13), fc.integer({ min: 1, max: 13 }), label)
  .map(([valid, kind, n, word]): Mistake => {
    const node = valid.nodes?.[0]?.address ?? '';
    const cases: readonly (() => Mistake)[] = [
      () => ({
        what: 'malformed range',
        props: withPool(valid, `198.51.100.${n}/24`),
        says: [`198.51.100.${n}/24`, '198.51.100.0/24'],
      }),
      () => ({
        what: 'a word for a range',
        props: withPool(valid, word),
        says: [`'${word}'`, 'is not'],
      }),
      () => ({
        what: 'pool among the pods',
        props: withPool(valid, `10.244.${n}.0/24`),
        says: ['the pods', `10.244.${n}.0/24`, 'overlaps'],
      }),
      () => ({
        what: 'pool on a node',
        props: withPool(valid, `${node}/32`),
        says: ['overlaps', node],
      }),
      () => ({
        what: 'domain',
        props: { ...valid, domain: `${word}..example` },
        says: ['domain', `${word}..example`],
      }),
      () => ({
        what: 'version',
        props: { ...valid, kubernetesVersion: `v${n}` },
        says: ['Kubernetes version', `v${n}`],
      }),
      () => ({
        what: 'retention',
        props: { ...valid, observability: { prometheus: { retention: `${n} ${word}` } } },
        says: ['retention', `${n} ${word}`],
      }),
      () => ({
        what: 'receiver that is not there',
        props: { ...valid, observability: { prometheus: { routes: [{ receiver: word }] } } },
        says: [`the receiver '${word}', which is not there`],
      }),
      () => ({
        what: 'two nodes of one name',
        props: {
          ...valid,
          nodes: [...(valid.nodes ?? []), { name: 'cp-0', address: '10.20.0.99', role: 'worker' }],
        },
        says: ["two machines are named 'cp-0'"],
      }),
      () => ({
        what: 'a node and a machine of one name',
        props: { ...valid, machines: [{ name: 'cp-0', address: '10.20.0.99', role: 'build' }] },
        says: ["two machines are named 'cp-0'"],
      }),
      () => ({
        what: 'an even number of control planes',
        props: {
          ...valid,
          nodes: [
            ...(valid.nodes ?? []),
            { name: 'cp-more', address: '10.20.0.99', role: 'control-plane' },
          ],
        },
        says: ['control planes, of which no more may fail'],
      }),
      () => ({
        what: 'an even number of members of etcd',
        props: { ...valid, machines: several('etcd', 2 * n, 110) },
        says: [`has '${2 * n}' members`],
      }),
      () => ({
        what: 'a virtual address that a node has',
        props: {
          ...valid,
          apiServer: { host: node },
          machines: [],
          provisioning: { endpoint: 'kube-vip' },
        },
        says: [`the API servers' virtual address '${node}'`, 'overlaps', "node 'cp-0'"],
      }),
      () => ({
        what: 'no room for the Pods of any node',
        props: { ...valid, networks: { ...valid.networks, pods: ['10.244.0.0/25'] } },
        says: ["Pod network '10.244.0.0/25' has room for 0 nodes"],
      }),
    ];
    return (cases[kind] as () => Mistake)();
  });
