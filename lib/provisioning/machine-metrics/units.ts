import { hostPort, type Host } from '../../index';
import { TEXTFILES, WRITER } from './writer-script';

/** The unit of node exporter. */
export const EXPORTER = 'kubestrata-node-exporter';

/** Port of node exporter, by convention: the collector's agents on nodes answer there too. */
export const PORT = 9100;

/** Account that node exporter runs under. */
export const USER = 'kubestrata-metrics';

/** systemd's limits for both: they read a lot, and change nothing but a file. */
const LIMITS = `NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=read-only
ProtectControlGroups=true
ProtectKernelLogs=true
ProtectKernelModules=true
ProtectKernelTunables=true
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
LockPersonality=true
MemoryDenyWriteExecute=true
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
`;

/** `/etc/systemd/system/kubestrata-node-exporter.service`; a drop-in has the address. */
export const EXPORTER_UNIT = `[Unit]
Description=Metrics of this machine
Documentation=https://github.com/prometheus/node_exporter
After=network-online.target
Wants=network-online.target
# The address that it listens at may come late.
StartLimitIntervalSec=0

[Service]
User=${USER}
ExecStart=/usr/local/bin/node_exporter \\
  --web.listen-address=\${LISTEN} \\
  --collector.textfile.directory=${TEXTFILES} \\
  --collector.systemd \\
  --collector.systemd.unit-include=.+[.]service \\
  --collector.netdev.device-exclude=^veth.* \\
  --collector.netclass.ignored-devices=^veth.*
Restart=always
RestartSec=5s
CapabilityBoundingSet=
AmbientCapabilities=
${LIMITS}# Reading the state of the clock is among the calls that change it, so these are no \`ProtectClock\`.
SystemCallFilter=@system-service adjtimex clock_adjtime
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;

/** The drop-in of one machine: where it listens. */
export const exporterAddress = ({ address }: Host, port: number): string => `[Service]
Environment=LISTEN=${hostPort(address, port)}
`;

/** `/etc/sysusers.d/kubestrata-metrics.conf`. */
export const SYSUSERS = `u ${USER} - "Metrics of this machine"\n`;

/** `/etc/systemd/system/kubestrata-machine-metrics.service`. */
export const WRITER_UNIT = `[Unit]
Description=Metrics that no agent has: ends of certificates, the common address, reboots
After=network-online.target

[Service]
Type=oneshot
# Outside of the limits below, which need the folder.
ExecStartPre=+/bin/mkdir -p ${TEXTFILES}
ExecStart=/usr/local/sbin/${WRITER}
ReadWritePaths=-${TEXTFILES}
TimeoutStartSec=50s
Nice=10
# Certificates may belong to other accounts.
CapabilityBoundingSet=CAP_DAC_READ_SEARCH
${LIMITS}PrivateDevices=true
ProtectClock=true
SystemCallFilter=@system-service
`;

/** `/etc/systemd/system/kubestrata-machine-metrics.timer`: each minute where an address moves. */
export const writerTimer = (oftener: boolean): string => `[Unit]
Description=Metrics that no agent has: when

[Timer]
OnCalendar=${oftener ? '*-*-* *:*:00' : '*-*-* *:00/5:00'}
AccuracySec=5s
RandomizedDelaySec=${oftener ? '0' : '60s'}

[Install]
WantedBy=timers.target
`;
