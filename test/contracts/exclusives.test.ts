import { App } from 'cdk8s';
import { Platform } from '../../lib';
import * as exclusives from '../../lib/contracts/exclusives';
import { Calico } from '../../lib/network/calico';
import { Cilium } from '../../lib/network/cilium';
import { MetalLB } from '../../lib/network/metallb';
import { Sample } from '../harness/sample';

const platformWith = (): Platform =>
  new Platform(new App(), 'prod', { apiServer: { host: '192.0.2.10' } });

test.each(Object.values(exclusives))('fails when two components take $what', (exclusive) => {
  const platform = platformWith();
  for (const id of ['a', 'b']) exclusive.claim(new Sample(platform, id));
  expect(platform.node.validate()).toStrictEqual([
    `'prod/a' and 'prod/b' both take ${exclusive.what}; ${exclusive.wayOut}`,
  ]);
});

test('a claim that does not hold in the end is none', () => {
  const platform = platformWith();
  for (const id of ['a', 'b']) {
    exclusives.DefaultStorageClass.claim(new Sample(platform, id), () => id === 'a');
  }
  expect(platform.node.validate()).toStrictEqual([]);
});

test('fails for two CNIs', () => {
  const platform = platformWith();
  new Calico(platform, 'calico');
  new Cilium(platform, 'cilium');
  expect(platform.node.validate()).toContain(
    "'prod/calico' and 'prod/cilium' both take the CNI; a cluster has one; remove one of them",
  );
});

test('two load balancers agree when one serves a class of its own', () => {
  const platform = platformWith();
  new Cilium(platform, 'cilium', { loadBalancing: 'l2' }).addPool({
    name: 'internal',
    addresses: ['198.51.100.0/28'],
  });
  const pools = [{ name: 'public', addresses: ['203.0.113.0/28'] }];
  const metallb = new MetalLB(platform, 'metallb', {
    pools,
    loadBalancerClass: 'metallb.io/metallb',
  });
  const taken = 'Services of type LoadBalancer';
  expect(platform.node.validate().filter((error) => error.includes(taken))).toStrictEqual([]);
  expect(metallb.loadBalancerClass).toBe('metallb.io/metallb');
});
