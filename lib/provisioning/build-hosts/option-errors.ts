import { overlap, parseAddresses, type Platform } from '../../index';
import { downloadsError } from '../downloads';
import { isShared, scheduleError } from '../machine-rules';
import { placeError } from '../runtime/registries';
import type { BuildHostsProps } from './build-hosts';
import type { AddressPool } from './words';

const SIZE = /^\d+(\.\d+)?([KMGT]i?)?B$/i;
const PART = /^\d{1,2}%$/;

/** What is wrong with the options by themselves, the first thing first. */
export function optionErrors(props: BuildHostsProps): string[] {
  const { engine = 'docker', cache = {}, listener, runner, dataRoot, addressPools = [] } = props;
  const sizes = Object.values(cache).filter((size): size is string => size !== undefined);
  const bad = sizes.find(
    (size) => !(SIZE.test(size) || (engine === 'buildkit' && PART.test(size))),
  );
  return [
    bad === undefined
      ? []
      : `the size '${bad}' is none that ${engine} reads; write it as \`50GB\`${engine === 'buildkit' ? ' or `20%`' : ''}`,
    engine !== 'buildkit' && (listener ?? props.metricsPort ?? props.rootless) !== undefined
      ? `sets \`listener\`, \`metricsPort\` or \`rootless\` for '${engine}'; they are for the engine \`buildkit\``
      : [],
    listener?.port !== undefined && !isPort(listener.port)
      ? `the port '${listener.port}' is none that can be listened to without root; give 1024 to 65535`
      : [],
    runner !== undefined && !/^[a-z_][a-z0-9_-]{0,31}$/.test(runner)
      ? `'${runner}' is no user's name`
      : [],
    engine === 'buildkit' && runner !== undefined && props.rootless === false
      ? `the user '${runner}' cannot use a BuildKit that runs as root; leave \`rootless\` on, or \`runner\` out`
      : [],
    downloadsError(props.downloads) ?? [],
    runner === 'root' ? "the user of runners is 'root'; give one without its rights" : [],
    dataRoot !== undefined && !/^(\/[A-Za-z0-9@._+-]+)+$/.test(dataRoot)
      ? `the folder '${dataRoot}' is no absolute and plain path`
      : [],
    dataRoot !== undefined && isShared(dataRoot)
      ? `the folder '${dataRoot}' is not for images alone; name one within, \`${dataRoot}/builds\``
      : [],
    props.metricsPort !== undefined && !isPort(props.metricsPort)
      ? `metricsPort '${props.metricsPort}' is none that can be listened to without root; give 1024 to 65535`
      : [],
    props.parallelism !== undefined &&
    !(Number.isInteger(props.parallelism) && props.parallelism >= 1)
      ? `parallelism '${props.parallelism}' is no number of build steps; give 1 or more`
      : [],
    [listener?.certFile, listener?.keyFile, listener?.caFile].flatMap((path) =>
      path === undefined || /^(\/[A-Za-z0-9@._+-]+)+$/.test(path)
        ? []
        : `'${path}' of \`listener\` is no absolute and plain path`,
    ),
    (props.otherRegistries ?? []).flatMap((place) => placeError(place) ?? []),
    scheduleError(props.pruneSchedule) ?? [],
    ...addressPools.flatMap(poolErrors),
  ].flat();
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1024 && port <= 65_535;

function poolErrors({ base, size }: AddressPool): string[] {
  const range = parseAddresses(base);
  if (typeof range === 'string') return [`address pool: ${range}`];
  const prefix = Number(base.split('/')[1] ?? '32');
  return size > prefix && size <= 30
    ? []
    : [
        `address pool '${base}' cannot be cut into networks of /${size}; give a longer prefix, up to 30`,
      ];
}

/** Address pools that hold addresses of the platform: what is built could not reach these. */
export function poolConflict(
  pools: readonly AddressPool[],
  platform: Platform | undefined,
): string | undefined {
  if (platform === undefined) return undefined;
  const { pods, services, nodes } = platform.networks;
  const machines = [...platform.nodes, ...platform.machines].map(({ address }) => address);
  const taken = [
    ...pods.map((range) => ['Pods', range] as const),
    ...services.map((range) => ['Services', range] as const),
    ...nodes.map((range) => ['nodes', range] as const),
    ...machines.map((range) => ['machines', range] as const),
  ];
  for (const { base } of pools) {
    const pool = parseAddresses(base);
    for (const [whose, range] of taken) {
      const other = parseAddresses(range);
      if (typeof pool === 'string' || typeof other === 'string' || !overlap(pool, other)) continue;
      return `address pool '${base}' overlaps '${range}' of the ${whose}; choose another in \`addressPools\``;
    }
  }
  return undefined;
}
