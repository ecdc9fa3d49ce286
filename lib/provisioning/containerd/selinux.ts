import { ControlPlane } from '../../contracts/control-plane';
import { Platform, type Component, type HostTarget } from '../../index';
import type { Placement } from '../runtime/handlers';
import type { ContainerdProps } from './words';

type Labels = ContainerdProps['selinux'];

/** Machines as they are placed, with those apart that differ in whether their containers get labels. */
export function placementsByLabels(
  by: Component,
  placements: readonly Placement[],
  labels: Labels,
): readonly Placement[] {
  const roles = rolesOf(by);
  if (labels !== 'workers' || roles.size === 1) return placements;
  return placements.flatMap(({ on, handlers }) =>
    on === 'nodes'
      ? [
          { on: 'control-plane' as const, handlers },
          { on: 'worker' as const, handlers },
        ]
      : [{ on, handlers }],
  );
}

/** Whether containers on these machines get labels. */
export function hasLabels(by: Component, on: HostTarget, labels: Labels): boolean {
  if (labels !== 'workers') return labels ?? false;
  const host = typeof on === 'string' ? undefined : on.host;
  const workers = Platform.of(by)?.nodes.filter(({ role }) => role === 'worker') ?? [];
  if (host !== undefined) return workers.some(({ name }) => name === host);
  return on === 'worker' || (on === 'nodes' && !rolesOf(by).has('control-plane'));
}

/** What is wrong with labels that no node would get, if anything. */
export function labelsError(by: Component, labels: Labels): string | undefined {
  const roles = rolesOf(by);
  return labels === 'workers' && roles.size > 0 && !roles.has('worker')
    ? "`selinux: 'workers'` is for workers, and the platform has none; leave it out"
    : undefined;
}

/** What should be known of labels on machines of the control plane, if anything. */
export function labelsWarning(by: Component, labels: Labels): string | undefined {
  return labels === true && ControlPlane.find(by) !== undefined && rolesOf(by).has('control-plane')
    ? "gives labels of SELinux on control planes too: kubeadm's static Pods ask for no type, so where it is enforced the API server may not read `/etc/kubernetes`, nor etcd its data; take `selinux: 'workers'`, or have the static Pods run as `spc_t`"
    : undefined;
}

const rolesOf = (by: Component): ReadonlySet<string> =>
  new Set((Platform.of(by)?.nodes ?? []).map(({ role }) => role));

/** Gives files their labels, which archives do not bring: only with its own may containerd give containers theirs. */
export const LABELS_PART = `
if command -v selinuxenabled > /dev/null && selinuxenabled; then
  if command -v dnf > /dev/null; then
    rpm -q --quiet container-selinux || dnf install -y container-selinux
  fi
  case "$(matchpathcon -n /usr/local/bin/containerd)" in
    *:container_runtime_exec_t:*) ;;
    *)
      echo 'SELinux is on, and its policy knows no containers: none would start; install container-selinux' >&2
      exit 1
      ;;
  esac
  for path in /usr/bin/containerd* /usr/local/bin/containerd* /usr/bin/runc /usr/local/sbin/runc /opt/cni/bin /etc/containerd; do
    [ ! -e "$path" ] || restorecon -R "$path"
  done
  # Once, as it takes a while: what was there before the policy.
  if [ -e /var/lib/containerd ] && ! matchpathcon -V /var/lib/containerd > /dev/null; then
    restorecon -R /var/lib/containerd
  fi
fi
`;

/** Shows whether containerd runs as what may give labels. */
export const LABELS_CHECK =
  'if command -v selinuxenabled > /dev/null && selinuxenabled; then ps -C containerd -o label= | grep -q :container_runtime_t:; fi';
