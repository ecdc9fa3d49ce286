import { cases, workloads, type PolicyCase } from './policy-case';

const NO_ESCALATION = 'pod-security-privilege-escalation';
const UNPRIVILEGED_NULL = { allowPrivilegeEscalation: undefined };
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/main';

/** A Windows Pod takes none of the fields that are about Linux. */
const WINDOWS = {
  seccompProfile: undefined,
  capabilities: undefined,
  allowPrivilegeEscalation: undefined,
};
const windows = (spec: object, context: object = {}) => ({
  spec: { os: { name: 'windows' }, ...spec },
  context: { ...WINDOWS, ...context },
});
const HOST_PROCESS = { windowsOptions: { hostProcess: true } };

export const baselineCases: PolicyCase[] = [
  ...cases(
    ['a Pod that says all it should', []],

    // Windows HostProcess
    [
      'a HostProcess Pod',
      ['pod-security-host-namespaces', 'pod-security-host-process'],
      windows({ hostNetwork: true, securityContext: HOST_PROCESS }),
    ],
    [
      'a HostProcess container',
      ['pod-security-host-namespaces', 'pod-security-host-process'],
      windows({ hostNetwork: true }, HOST_PROCESS),
    ],
    ['a Windows Pod', [], windows({})],

    // Host namespaces
    ['hostNetwork', ['pod-security-host-namespaces'], { spec: { hostNetwork: true } }],
    ['hostPID', ['pod-security-host-namespaces'], { spec: { hostPID: true } }],
    ['hostIPC', ['pod-security-host-namespaces'], { spec: { hostIPC: true } }],
    ['no hostNetwork in so many words', [], { spec: { hostNetwork: false } }],

    // Privileged
    [
      'a privileged container',
      ['pod-security-privileged', NO_ESCALATION],
      { context: { privileged: true, ...UNPRIVILEGED_NULL } },
    ],
    ['privileged: false', [], { context: { privileged: false } }],

    // Capabilities
    [
      'the capability NET_ADMIN',
      ['pod-security-capabilities', 'pod-security-drop-capabilities'],
      { context: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } } },
    ],
    [
      'the capability CHOWN',
      ['pod-security-drop-capabilities'],
      { context: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } },
    ],

    // Host ports
    [
      'a host port',
      ['pod-security-host-ports'],
      { container: { ports: [{ containerPort: 80, hostPort: 80 }] } },
    ],
    ['an allowed host port', [], { container: { ports: [{ containerPort: 80, hostPort: 8080 }] } }],
    ['a container port', [], { container: { ports: [{ containerPort: 80 }] } }],

    // Hosts of probes and lifecycle hooks
    ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap(
      (probe) =>
        [
          [
            `${probe} by HTTP to another host`,
            ['pod-security-host-probes'],
            { container: { [probe]: { httpGet: { port: 80, host: '192.0.2.1' } } } },
          ],
          [
            `${probe} by TCP to another host`,
            ['pod-security-host-probes'],
            { container: { [probe]: { tcpSocket: { port: 80, host: '192.0.2.1' } } } },
          ],
        ] as const,
    ),
    ...(['postStart', 'preStop'] as const).map(
      (hook) =>
        [
          `${hook} to another host`,
          ['pod-security-host-probes'],
          { container: { lifecycle: { [hook]: { httpGet: { port: 80, host: '192.0.2.1' } } } } },
        ] as const,
    ),
    [
      'preStop by TCP to another host',
      ['pod-security-host-probes'],
      { container: { lifecycle: { preStop: { tcpSocket: { port: 80, host: '192.0.2.1' } } } } },
    ],
    [
      'hooks and probes of the Pod itself',
      [],
      {
        container: {
          lifecycle: { preStop: { httpGet: { port: 80 } } },
          livenessProbe: { tcpSocket: { port: 80 } },
        },
      },
    ],

    // AppArmor
    [
      'a container without AppArmor',
      ['pod-security-apparmor'],
      { context: { appArmorProfile: { type: 'Unconfined' } } },
    ],
    [
      'a Pod without AppArmor',
      ['pod-security-apparmor'],
      { spec: { securityContext: { appArmorProfile: { type: 'Unconfined' } } } },
    ],
    [
      'an annotation without AppArmor',
      ['pod-security-apparmor'],
      { metadata: { annotations: { [APPARMOR]: 'unconfined' } } },
    ],
    [
      'AppArmor profiles of the node',
      [],
      { context: { appArmorProfile: { type: 'Localhost', localhostProfile: 'app' } } },
    ],
    [
      'the annotation runtime/default',
      [],
      { metadata: { annotations: { [APPARMOR]: 'runtime/default' } } },
    ],

    // SELinux
    [
      'an SELinux type of its own',
      ['pod-security-selinux'],
      { context: { seLinuxOptions: { type: 'spc_t' } } },
    ],
    [
      'an SELinux user',
      ['pod-security-selinux'],
      { spec: { securityContext: { seLinuxOptions: { user: 'system_u' } } } },
    ],
    [
      'an SELinux role',
      ['pod-security-selinux'],
      { context: { seLinuxOptions: { role: 'system_r' } } },
    ],
    [
      'an SELinux type of containers',
      [],
      { context: { seLinuxOptions: { type: 'container_engine_t', level: 's0:c1,c2' } } },
    ],

    // /proc
    [
      'all of /proc in a user namespace',
      ['pod-security-proc-mount-restricted'],
      { spec: { hostUsers: false }, context: { procMount: 'Unmasked' } },
    ],
    ['the default /proc', [], { context: { procMount: 'Default' } }],

    // Seccomp
    [
      'a container without seccomp',
      ['pod-security-seccomp', 'pod-security-seccomp-required'],
      { context: { seccompProfile: { type: 'Unconfined' } } },
    ],
    [
      'a Pod without seccomp, and containers with it',
      ['pod-security-seccomp', 'pod-security-seccomp-required'],
      { spec: { securityContext: { seccompProfile: { type: 'Unconfined' } } } },
    ],
    [
      'a seccomp profile of the node',
      [],
      { context: { seccompProfile: { type: 'Localhost', localhostProfile: 'app.json' } } },
    ],

    // Sysctls
    [
      'a sysctl of the node',
      ['pod-security-sysctls'],
      { spec: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } } },
    ],
    [
      'safe sysctls, new ones too',
      [],
      {
        spec: {
          securityContext: {
            sysctls: [
              { name: 'net.ipv4.ip_unprivileged_port_start', value: '0' },
              { name: 'net.ipv4.tcp_rmem', value: '4096 87380 6291456' },
            ],
          },
        },
      },
    ],

    // Volumes of the node
    [
      'a hostPath volume',
      ['no-host-path', 'pod-security-host-path', 'pod-security-volume-types'],
      { spec: { volumes: [{ name: 'host', hostPath: { path: '/etc' } }] } },
    ],
  ),

  // Every kind that templates Pods, with one control that is about containers and one about Pods.
  ...workloads().map((object) => ({ title: `a ${object.kind}`, breaks: [], object })),
  ...workloads({ spec: { hostNetwork: true } }).map((object) => ({
    title: `a ${object.kind} with hostNetwork`,
    breaks: ['pod-security-host-namespaces'],
    object,
  })),
  ...workloads({ context: { seccompProfile: undefined } }).map((object) => ({
    title: `a ${object.kind} without a seccomp profile`,
    breaks: ['pod-security-seccomp-required'],
    object,
  })),
];
