import type { Construct } from 'constructs';
import { KubeObject, type Kind } from '../../index';
import { Gateway, GatewayClass, HTTPRoute, type GatewaySpecListeners } from '../gateway-api/kinds';
import { clientTraffic, gatewaySpec, redirect } from './gateway';
import { BackendTrafficPolicy, ClientTrafficPolicy, EnvoyProxy } from './kinds';
import { trafficPolicy } from './policies';
import { envoyProxy } from './proxy';
import type { GatewayOptions } from './words';

/** Draws a gateway with all that makes it ours. `listeners` may still grow. */
export function drawGateway(
  scope: Construct,
  namespace: string,
  className: string,
  options: GatewayOptions,
  listeners: readonly GatewaySpecListeners[],
): void {
  const { name } = options;
  const draw = <Body extends object>(kind: Kind<Body>, called: string, body: Body | (() => Body)) =>
    new KubeObject(scope, `${kind.kind}-${called}`, kind, { name: called, namespace, body });
  draw(EnvoyProxy, name, () => ({ spec: envoyProxy(scope, options) }));
  draw(Gateway, name, () => ({ spec: gatewaySpec(name, className, listeners) }));
  draw(HTTPRoute, `${name}-redirect`, { spec: redirect(name) });
  draw(ClientTrafficPolicy, name, { spec: clientTraffic(options) });
  draw(BackendTrafficPolicy, name, { spec: trafficPolicy({ target: { kind: 'Gateway', name } }) });
}

/** Draws the class, for gateways that teams define themselves too: they get proxies like ours. */
export function drawClass(scope: Construct, namespace: string, name: string): void {
  new KubeObject(scope, `EnvoyProxy-class-${name}`, EnvoyProxy, {
    name: `class-${name}`,
    namespace,
    body: () => ({ spec: envoyProxy(scope, {}) }),
  });
  new KubeObject(scope, `GatewayClass-${name}`, GatewayClass, {
    name,
    body: {
      spec: {
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        parametersRef: {
          group: 'gateway.envoyproxy.io',
          kind: 'EnvoyProxy',
          name: `class-${name}`,
          namespace,
        },
      },
    },
  });
}
