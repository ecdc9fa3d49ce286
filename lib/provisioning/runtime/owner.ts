import { Exclusive } from '../../index';

/** What runs the containers of the nodes: kubelets talk to one. */
export const RuntimeOwner = new Exclusive(
  'the container runtime of the nodes',
  'nodes have one; remove one of them',
);
