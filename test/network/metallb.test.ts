import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { LoadBalancing } from '../../lib/contracts/load-balancing';
import { MetalLB } from '../../lib/network/metallb';

const pool = { name: 'public', addresses: ['192.0.2.0/28'] };

test('works in a chart of the user, without a platform', () => {
  const chart = Testing.chart();
  new MetalLB(chart, 'metallb', { pools: [pool] });
  const kinds = (Testing.synth(chart) as { kind: string }[]).map((o) => o.kind);
  expect(kinds).toStrictEqual(['Namespace', 'IPAddressPool', 'L2Advertisement']);
});

test('turns the BGP daemon on only when there is a peer', () => {
  const root = new Construct(undefined as never, '');
  const metallb = new MetalLB(root, 'metallb', { asn: 64512, pools: [pool] });
  expect(metallb.release.values['frrk8s']).toStrictEqual({ enabled: false });
  metallb.addPeer({ name: 'tor', address: '198.51.100.1', asn: 64513 });
  expect(metallb.release.values['frrk8s']).toStrictEqual({ enabled: true });
});

test('gives Services the annotations that name pool and addresses', () => {
  const root = new Construct(undefined as never, '');
  new MetalLB(root, 'metallb', { pools: [pool] });
  const annotations = LoadBalancing.find(root)?.serviceAnnotations({
    pool: 'public',
    addresses: ['192.0.2.3'],
  });
  expect(annotations).toStrictEqual({
    'metallb.io/address-pool': 'public',
    'metallb.io/loadBalancerIPs': '192.0.2.3',
  });
});

test('merges the values of the user last', () => {
  const root = new Construct(undefined as never, '');
  const values = { speaker: { tolerateMaster: false, logLevel: 'debug' } };
  const { release } = new MetalLB(root, 'metallb', { pools: [pool], values });
  expect(release.values['speaker']).toMatchObject({ tolerateMaster: false, logLevel: 'debug' });
});

test('fails without a pool', () => {
  const chart = new Chart(new App(), 'test');
  new MetalLB(chart, 'metallb');
  expect(() => void Testing.synth(chart)).toThrow('[test/metallb] has no addresses to hand out');
});

test('fails for a pool that is announced by BGP when there is no peer', () => {
  const root = new Construct(undefined as never, '');
  const metallb = new MetalLB(root, 'metallb');
  expect(() => metallb.addPool({ ...pool, announce: 'bgp' })).toThrow(
    "[metallb] pool 'public' is announced by BGP, but there is no peer; add one before",
  );
});

test('fails when a peer names a BFD profile that is not there', () => {
  const platform = new Platform(new App(), 'prod');
  const peers = [{ name: 'tor', address: '198.51.100.1', asn: 64513, bfdProfile: 'fast' }];
  const metallb = new MetalLB(platform, 'metallb', { asn: 64512, peers, pools: [pool] });
  expect(metallb.node.validate()).toStrictEqual([
    "peer 'tor' names the BFD profile 'fast', which is not there; add it with `addBfdProfile()`",
  ]);
});

test('takes ports for BGP and BFD only where it speaks them, and lets nobody call its BGP', () => {
  const ports = (bgp: boolean) => {
    const root = new Construct(undefined as never, '');
    const metallb = new MetalLB(root, 'metallb', { asn: 64512, pools: [pool] });
    if (bgp) metallb.addPeer({ name: 'tor', address: '198.51.100.1', asn: 64513 });
    if (bgp) metallb.addBfdProfile({ name: 'fast' });
    const taken = Registry.of(metallb).hostPorts.flatMap((all) => all.ports());
    return taken.map(({ port, from }) => [port, from]);
  };
  const members = [
    [7946, ['nodes']],
    [7946, ['nodes']],
  ];
  expect(ports(false)).toStrictEqual(members);
  expect(ports(true)).toStrictEqual([
    ...members,
    [179, []],
    [3784, ['anywhere']],
    [4784, ['anywhere']],
    [19443, ['nodes']],
  ]);
});
