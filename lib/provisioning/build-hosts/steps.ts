import type { RunbookStep } from '../../index';
import type { BuildSettings } from './settings';

const PACKAGES = 'docker-ce docker-ce-cli containerd.io docker-buildx-plugin';
const ON_BUILD = { stage: 'machines', on: 'build' } as const;
const VERSION = '0.32.2';

/** Steps of installation and upgrade. */
export function buildHostSteps(settings: BuildSettings, downloads: string): readonly RunbookStep[] {
  if (settings.engine === 'docker') return dockerSteps(settings);
  if (settings.engine === 'buildkit') return buildkitSteps(settings, downloads);
  return podmanSteps(settings);
}

const withPackages = (debian: string, redhat: string): string =>
  `if command -v apt-get >/dev/null; then ${debian}; else ${redhat}; fi`;

function dockerSteps({ runner }: BuildSettings): readonly RunbookStep[] {
  const text =
    "Needs Docker's package repository, or a mirror of it, and Docker Engine 29 or newer. Running containers go on while the daemon restarts.";
  return [
    {
      ...ON_BUILD,
      runbook: 'install',
      title: 'Install Docker on the build hosts',
      text,
      commands: [
        withPackages(`apt-get install --yes ${PACKAGES}`, `dnf install --assumeyes ${PACKAGES}`),
        ...(runner === ''
          ? []
          : [...userCommands(runner), `usermod --append --groups docker ${runner}`]),
        'systemctl daemon-reload',
        'systemctl enable --now docker.service kubestrata-build-prune.timer',
        'systemctl restart docker.service',
      ],
      verify: ["docker info --format '{{.ServerVersion}} {{.Driver}}'", 'docker buildx inspect'],
    },
    {
      ...ON_BUILD,
      runbook: 'upgrade',
      title: 'Upgrade Docker on the build hosts',
      text,
      commands: [
        withPackages(
          `apt-get update && apt-get install --yes --only-upgrade ${PACKAGES}`,
          `dnf upgrade --assumeyes ${PACKAGES}`,
        ),
      ],
      verify: ["docker info --format '{{.ServerVersion}}'"],
    },
  ];
}

function buildkitSteps(settings: BuildSettings, downloads: string): readonly RunbookStep[] {
  const { rootless, dataRoot, listener, runner } = settings;
  const programs = [
    'case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac',
    `curl --fail --silent --show-error --location --output /tmp/buildkit.tar.gz "${downloads}/v${VERSION}/buildkit-v${VERSION}.linux-$architecture.tar.gz"`,
    'tar -C /usr/local -xzf /tmp/buildkit.tar.gz bin && rm /tmp/buildkit.tar.gz',
  ];
  const user = rootless
    ? [
        `getent passwd buildkit >/dev/null || useradd --system --user-group --home-dir ${dataRoot} --no-create-home --shell /usr/sbin/nologin buildkit`,
        'grep -q ^buildkit: /etc/subuid || usermod --add-subuids 300000-365535 --add-subgids 300000-365535 buildkit',
        `install -d -m 0700 -o buildkit -g buildkit ${dataRoot}`,
        ...(runner === ''
          ? []
          : [...userCommands(runner), `usermod --append --groups buildkit ${runner}`]),
      ]
    : [];
  const text = [
    rootless
      ? 'Needs RootlessKit (Debian has it as `rootlesskit`, all others take its releases), and users who may make namespaces (the last check; Ubuntu wants an AppArmor profile for it).'
      : 'It runs as root: whoever may build may do anything on the machine.',
    listener ? ' Put certificate, key and the authority of its clients into place first.' : '',
  ].join('');
  const verify = [
    'buildctl --addr unix:///run/buildkit/buildkitd.sock debug workers',
    ...(rootless ? ['runuser -u buildkit -- unshare --user --map-root-user true'] : []),
  ];
  const start = 'systemctl enable --now buildkit.service kubestrata-build-prune.timer';
  return [
    {
      ...ON_BUILD,
      runbook: 'install',
      title: `Install BuildKit ${VERSION} on the build hosts`,
      text,
      commands: [...programs, ...user, 'systemctl daemon-reload', start],
      verify,
    },
    {
      ...ON_BUILD,
      runbook: 'upgrade',
      title: `Bring BuildKit on the build hosts to ${VERSION}`,
      text: 'Builds that run are lost.',
      commands: [
        'systemctl stop buildkit.service',
        ...programs,
        'systemctl start buildkit.service',
      ],
      verify,
    },
  ];
}

function podmanSteps({ runner, dataRoot }: BuildSettings): readonly RunbookStep[] {
  const verify = [
    `runuser -u ${runner} -- podman info --format '{{.Host.Security.Rootless}} {{.Store.GraphDriverName}}'`,
  ];
  return [
    {
      ...ON_BUILD,
      runbook: 'install',
      title: 'Set up Podman on the build hosts',
      text: `Builds run as the user \`${runner}\`, without a daemon. Its processes go on without a login.`,
      commands: [
        ...userCommands(runner),
        `grep -q ^${runner}: /etc/subuid || usermod --add-subuids 400000-465535 --add-subgids 400000-465535 ${runner}`,
        `loginctl enable-linger ${runner}`,
        `install -d -m 0711 ${dataRoot}-users`,
        `install -d -m 0700 -o ${runner} ${dataRoot}-users/$(id -u ${runner})`,
        'systemctl daemon-reload',
        'systemctl enable --now kubestrata-build-prune.timer',
      ],
      verify,
    },
    {
      ...ON_BUILD,
      runbook: 'upgrade',
      title: 'Upgrade Podman on the build hosts',
      commands: [
        withPackages(
          'apt-get update && apt-get install --yes --only-upgrade podman buildah',
          'dnf upgrade --assumeyes podman buildah',
        ),
        `runuser -u ${runner} -- podman system migrate`,
      ],
      verify,
    },
  ];
}

const userCommands = (runner: string): string[] => [
  `getent passwd ${runner} >/dev/null || useradd --create-home --shell /bin/bash ${runner}`,
];
