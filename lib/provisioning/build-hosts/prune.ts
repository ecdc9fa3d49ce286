import type { BuildEngine } from './words';

/** `/etc/systemd/system/kubestrata-build-prune.service`: what no build has used for a week goes. */
export function pruneUnit(engine: BuildEngine, runner: string): string {
  return `[Unit]
Description=Old images and build caches go

[Service]
Type=oneshot
Nice=10
IOSchedulingClass=idle
${commandsOf(engine, runner)
  .map((command) => `ExecStart=${command}`)
  .join('\n')}
`;
}

/** `/etc/systemd/system/kubestrata-build-prune.timer`. */
export const pruneTimer = (schedule: string): string => `[Unit]
Description=Old images and build caches go: when

[Timer]
OnCalendar=${schedule}
Persistent=true
RandomizedDelaySec=30min

[Install]
WantedBy=timers.target
`;

function commandsOf(engine: BuildEngine, runner: string): string[] {
  const week = '--filter until=168h';
  if (engine === 'docker') {
    return [
      `/usr/bin/docker system prune --all --force ${week}`,
      `/usr/bin/docker builder prune --force ${week}`,
    ];
  }
  if (engine === 'buildkit') {
    return [
      '/usr/local/bin/buildctl --addr unix:///run/buildkit/buildkitd.sock prune --keep-duration 168h',
    ];
  }
  return [
    `/usr/bin/podman system prune --all --force ${week}`,
    // It finds its containers by the folder of the user's session.
    `/bin/sh -c 'runuser -u ${runner} -- env XDG_RUNTIME_DIR=/run/user/$$(id -u ${runner}) podman system prune --all --force ${week}'`,
  ];
}
