import type { IConstruct } from 'constructs';
import { ImageRegistry } from '../../contracts/image-registry';
import { Platform } from '../../index';

/**
 * Registries that a platform has its images from: its mirror, its registry, and the public ones
 * whose images nodes get through that registry.
 */
export function platformRegistries(scope: IConstruct): readonly string[] {
  const mirror = Platform.of(scope)?.imageMirror?.registry;
  const registry = ImageRegistry.find(scope);
  const mirrored = registry?.mirrors.map(({ upstream }) => upstream) ?? [];
  return [...new Set([mirror ?? [], registry?.host ?? [], mirrored].flat())];
}
