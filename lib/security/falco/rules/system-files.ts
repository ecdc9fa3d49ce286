import type { RulePack } from '../rule-pack';

/**
 * Files that a running container has no reason to write: configuration below `/etc`, programs.
 *
 * @param images image repositories that may
 */
export function systemFileChanges(images: readonly string[] = []): RulePack {
  return {
    lists: [
      { name: 'images_writing_system_files', items: images },
      {
        name: 'files_written_by_runtime',
        items: ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/etc/mtab'],
      },
    ],
    rules: [
      {
        name: 'Write below etc in container',
        description:
          'A container changes its own configuration of users, names or services after it has started.',
        condition: [
          'open_write and container and fd.name startswith /etc/',
          'and not fd.name in (files_written_by_runtime)',
          'and not container.image.repository in (images_writing_system_files)',
        ].join(' '),
        output:
          'file below /etc written | file=%fd.name cmd=%proc.cmdline image=%container.image.repository ns=%k8s.ns.name pod=%k8s.pod.name',
        priority: 'ERROR',
        tags: ['filesystem', 'container', 'mitre_persistence', 'T1546'],
      },
      {
        name: 'Write below program folder in container',
        description:
          'A container writes where programs are: a tool is dropped, or one is replaced.',
        condition: [
          'open_write and container',
          'and fd.directory in (/bin, /sbin, /usr/bin, /usr/sbin, /usr/local/bin)',
          'and not container.image.repository in (images_writing_system_files)',
        ].join(' '),
        output:
          'program written | file=%fd.name cmd=%proc.cmdline image=%container.image.repository ns=%k8s.ns.name pod=%k8s.pod.name',
        priority: 'ERROR',
        tags: ['filesystem', 'container', 'mitre_persistence', 'T1543'],
      },
    ],
  };
}
