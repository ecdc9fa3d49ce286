import type { HostFileProps } from '../../index';
import { apiServerFiles, type ApiServerInput } from './api-server';
import { FILES, KEY_SCRIPT } from './api-server/paths';

/**
 * The API servers' files. Which of them there are is known at synthesis, where the machines' files
 * are named before: those that nothing asks for stay empty, and are then not written.
 */
export const fileSlots = (input: () => ApiServerInput): readonly HostFileProps[] =>
  [...Object.values(FILES).map((path) => [path, '0600']), [KEY_SCRIPT, '0755']].map(
    ([path = '', mode = '']) => ({
      on: 'control-plane',
      path,
      mode,
      content: () => apiServerFiles(input()).find((file) => file.path === path)?.content,
    }),
  );
