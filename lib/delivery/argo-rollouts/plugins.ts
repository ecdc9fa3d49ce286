import type { Values } from '../../index';

/** A plugin of the controller, from an image that holds it and a shell. */
export interface PluginOptions {
  /** As Rollouts and analyses name it: `argoproj-labs/sample-prometheus`. */
  readonly name: string;
  /** Image with the program and `/bin/sh`: nothing is downloaded at start. */
  readonly image: string;
  /** Path of the program in the image. */
  readonly file: string;
}

/** Shifts traffic by the weights of HTTPRoutes. */
export const GATEWAY_API: Omit<PluginOptions, 'name'> = {
  image: 'ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:v0.15.0',
  file: '/bin/rollouts-plugin-trafficrouter-gatewayapi',
};

const VOLUME = { name: 'plugins', mountPath: '/plugins' };

/** Name of a plugin as one of a file and of a container. */
const slug = ({ name }: PluginOptions): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Where the controller finds a plugin. */
export const pluginEntry = (plugin: PluginOptions): Values => ({
  name: plugin.name,
  location: `file://${VOLUME.mountPath}/${slug(plugin)}`,
});

/** What is wrong with plugins, or `undefined`. */
export function pluginError(plugins: readonly PluginOptions[]): string | undefined {
  const bad = plugins.find(({ name }) => !/^[\w.-]+\/[\w.-]+$/.test(name));
  if (bad) return `the plugin '${bad.name}' has no owner; name it \`owner/plugin\``;
  const twin = plugins.find(
    (plugin, i) => plugins.findIndex((p) => slug(p) === slug(plugin)) !== i,
  );
  return twin && `there is already a plugin '${twin.name}'; name it otherwise`;
}

/** Copies plugins out of their images, before the controller starts. `image` says where they are pulled from. */
export const pluginValues = (
  plugins: readonly PluginOptions[],
  image: (reference: string) => string,
  security: Values,
): Values =>
  plugins.length === 0
    ? {}
    : {
        initContainers: plugins.map((plugin) => ({
          name: `copy-${slug(plugin)}`.slice(0, 63),
          image: image(plugin.image),
          command: ['cp', plugin.file, `${VOLUME.mountPath}/${slug(plugin)}`],
          securityContext: security,
          resources: {
            requests: { cpu: '10m', memory: '16Mi' },
            limits: { memory: '64Mi' },
          },
          volumeMounts: [VOLUME],
        })),
        volumes: [{ name: VOLUME.name, emptyDir: {} }],
        volumeMounts: [{ ...VOLUME, readOnly: true }],
      };
