/** systemd's own limits for what runs as root and only writes its folders. */
const LIMITS = `NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=true
PrivateTmp=true
PrivateDevices=true
ProtectClock=true
ProtectControlGroups=true
ProtectHostname=true
ProtectKernelLogs=true
ProtectKernelModules=true
ProtectKernelTunables=true
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
LockPersonality=true
MemoryDenyWriteExecute=true
SystemCallArchitectures=native
SystemCallFilter=@system-service
`;

/** `/etc/systemd/system/etcd.service`. */
export const etcdUnit = (directories: readonly string[]): string => `[Unit]
Description=etcd, the store of the Kubernetes control plane
Documentation=https://etcd.io/docs/
After=network-online.target local-fs.target time-sync.target
Wants=network-online.target
RequiresMountsFor=${directories.join(' ')}
# Restarted for ever: a member that gives up is one less for the majority.
StartLimitIntervalSec=0

[Service]
# It says that it is ready once a majority is there.
Type=notify
User=etcd
Group=etcd
ExecStart=/usr/local/bin/etcd --config-file=/etc/etcd/etcd.conf.yml
Restart=always
RestartSec=5s
TimeoutStartSec=10min
LimitNOFILE=65536
# Ahead of all else for CPU and disk, and the last to go when memory is short.
Nice=-10
IOSchedulingClass=best-effort
IOSchedulingPriority=0
OOMScoreAdjust=-999
ReadWritePaths=${directories.join(' ')}
CapabilityBoundingSet=
AmbientCapabilities=
UMask=0077
${LIMITS}
[Install]
WantedBy=multi-user.target
`;

/** What runs now and then. */
export interface TimedJob {
  readonly description: string;
  readonly script: string;
  /** In `OnCalendar` words. */
  readonly schedule: string;
  readonly readWritePaths: readonly string[];
  readonly onFailure?: string | undefined;
}

/** A service that runs a script once. */
export const jobUnit = (job: TimedJob): string => `[Unit]
Description=${job.description}
After=etcd.service network-online.target
Wants=network-online.target
${mounted(job)}${job.onFailure === undefined ? '' : `OnFailure=${job.onFailure}\n`}
[Service]
Type=oneshot
ExecStart=${job.script}
TimeoutStartSec=2h
Nice=10
IOSchedulingClass=idle
${job.readWritePaths.length > 0 ? `ReadWritePaths=${job.readWritePaths.join(' ')}\n` : ''}${LIMITS}`;

/** What is to be written to a share must not go to the disk below when the share is away. */
const mounted = ({ readWritePaths: paths }: TimedJob): string =>
  paths.length > 0 ? `RequiresMountsFor=${paths.join(' ')}\n` : '';

/** The timer of such a service. */
export const timerUnit = ({ description, schedule }: TimedJob): string => `[Unit]
Description=${description}: when

[Timer]
OnCalendar=${schedule}
Persistent=true
RandomizedDelaySec=0

[Install]
WantedBy=timers.target
`;
