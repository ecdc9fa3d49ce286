import { placeError } from '../runtime/registries';
import type { ContainerdProps } from './words';

/** What is wrong with how images are pulled and deleted, if anything. */
export function pullError(props: ContainerdProps): string | undefined {
  const { concurrentDownloads: downloads = 3, pullProgressTimeout: timeout = '5m' } = props;
  if (!Number.isInteger(downloads) || downloads < 1) {
    return `concurrentDownloads '${downloads}' is no number of downloads; take 1 or more`;
  }
  const { pauseThreshold = 0.02, ...rest } = props.garbageCollection ?? {};
  if (!(pauseThreshold > 0 && pauseThreshold <= 0.5)) {
    return `pauseThreshold '${pauseThreshold}' is no part of the time; give up to 0.5`;
  }
  const { deletionThreshold = 0, mutationThreshold = 100 } = rest;
  const count = [deletionThreshold, mutationThreshold].find((n) => !Number.isInteger(n) || n < 0);
  if (count !== undefined) {
    return `'${count}' of \`garbageCollection\` is no number of changes; give a whole one`;
  }
  const times = [timeout, rest.scheduleDelay ?? '0s', rest.startupDelay ?? '100ms'];
  const odd = times.find((time) => !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(time));
  if (odd !== undefined) return `'${odd}' is no duration; write one such as \`5m\``;
  return props.defaultMirror === undefined ? undefined : placeError(props.defaultMirror);
}
