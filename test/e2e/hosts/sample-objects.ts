/** A Pod that takes over its machine. */
export const PRIVILEGED = {
  metadata: { name: 'privileged' },
  spec: {
    containers: [
      { name: 'main', image: 'registry.k8s.io/pause:3.10', securityContext: { privileged: true } },
    ],
  },
};

/** A Secret with a password that is easy to find. */
export const secret = (name: string): object => ({
  metadata: { name },
  stringData: { password: 'hunter2' },
});
