import { Component } from './component';
import type { HelmRelease } from './helm-release';
import { CONTAINER_LISTS, mirrored, withHost, type ImageMirror } from './image-mirror';
import type { Platform } from './platform';
import { Registry } from './registry';
import { isMap } from './values';

/** One image that the platform runs. */
export interface ImageUse {
  /** Whole, with its registry, and its tag or digest: `quay.io/metallb/speaker:v0.16.1`. */
  readonly image: string;
  /** Where nodes pull it from: the same in the platform's mirror, if there is one. */
  readonly pulledFrom: string;
  /** Paths of the components that need it, within the platform: `network/metallb`. */
  readonly neededBy: readonly string[];
}

/** What is known of the images of a platform. */
export interface PlatformImages {
  /** Sorted by name, each once. */
  readonly images: readonly ImageUse[];
  /** Charts whose images nobody wrote down, as `name version`: a version of the user's own, as a rule. */
  readonly unknown: readonly string[];
}

/** Every image of the platform: of charts and bundles, of objects, and of what operators start. */
export function imagesOf(platform: Platform): PlatformImages {
  const registry = Registry.of(platform);
  const uses = new Map<string, { pulledFrom: string; by: Set<string> }>();
  const add = (image: string, pulledFrom: string, by: Parameters<typeof Component.of>[0]): void => {
    const whole = withHost(image);
    const known = uses.get(whole) ?? { pulledFrom, by: new Set<string>() };
    const owner = Component.of(by) ?? by;
    const prefix = `${platform.node.path}/`;
    const { path } = owner.node;
    known.by.add(path.startsWith(prefix) ? path.slice(prefix.length) : path);
    uses.set(whole, known);
  };
  const mirror = platform.imageMirror;
  const unknown = new Set<string>();
  for (const release of registry.releases) {
    // Components name some images while values are computed.
    void release.values;
    const { name, version, images } = release.chart;
    if (!images) unknown.add(`${name} ${version}`);
    for (const image of images ?? []) add(image, chartImage(release, image, mirror), release);
  }
  for (const bundle of registry.bundles) {
    for (const image of bundle.bundle.images ?? []) {
      add(image, bundle.mirroredImages.get(image) ?? image, bundle);
    }
  }
  for (const object of registry.objects) {
    for (const image of containerImages(object.unmirrored)) {
      add(image, mirror ? mirrored(mirror, image) : image, object);
    }
  }
  // Files of machines name images as they are written: of static Pods, of what kubeadm starts.
  for (const file of registry.hostFiles) void file.content;
  for (const { by, image } of registry.namedImages) {
    add(image, mirror ? mirrored(mirror, image) : image, by);
  }
  return {
    images: [...uses]
      .map(([image, { pulledFrom, by }]) => ({ image, pulledFrom, neededBy: [...by].sort() }))
      .sort((a, b) => (a.image < b.image ? -1 : 1)),
    unknown: [...unknown].sort(),
  };
}

/** Where a chart pulls an image from: the mirror, if one of the keys that it is told by covers it. */
function chartImage(release: HelmRelease, image: string, mirror: ImageMirror | undefined): string {
  if (!mirror) return image;
  const whole = withHost(image);
  const covered = Object.values(release.images).some((source) => covers(source, whole));
  return covered ? mirrored(mirror, whole) : image;
}

/** Whether what a key holds (a registry, a repository, a whole image) is a part of `image`. */
function covers(source: string, image: string): boolean {
  const isRegistry = !source.includes('/');
  const whole = isRegistry ? source : withHost(source);
  if (whole.endsWith('*')) return image.startsWith(whole.slice(0, -1));
  return image === whole || ['/', ':', '@'].some((next) => image.startsWith(`${whole}${next}`));
}

/** Images of the containers in an object: of a Pod, of whatever templates Pods. */
function containerImages(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(containerImages);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    CONTAINER_LISTS.has(key) && Array.isArray(inner)
      ? inner.flatMap((c: unknown) =>
          isMap(c) && typeof c['image'] === 'string' ? c['image'] : [],
        )
      : containerImages(inner),
  );
}
