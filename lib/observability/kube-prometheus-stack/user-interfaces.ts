import type { GuardOptions } from '../../contracts/login-gate';
import type { Destination } from '../../index';

/** A user interface of the stack. */
export type StackUi = 'prometheus' | 'alertmanager';

/** Ports of the stack's Pods. */
export const PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  webhook: 10250,
  thanos: 10901,
} as const;

/** How a user interface is reached. Whoever silences alerts does more than look. */
export const guardOf = (
  ui: StackUi,
  where: { readonly host: string; readonly namespace: string; readonly release: string },
): GuardOptions => ({
  name: ui,
  host: where.host,
  namespace: where.namespace,
  service: `${where.release}-${ui}`,
  port: PORTS[ui],
  role: ui === 'alertmanager' ? 'editor' : 'viewer',
});

/** Where connections to one of them lead. */
export const destinationOf = (ui: StackUi, namespace: string): Destination => ({
  namespace,
  pods: { 'app.kubernetes.io/name': ui },
  ports: [PORTS[ui]],
});
