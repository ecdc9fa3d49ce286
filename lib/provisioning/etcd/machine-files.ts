import type { HostFileProps } from '../../index';
import { backupScript } from './backup-script';
import { certificatesScript } from './certificates-script';
import { memberConfiguration } from './configuration';
import { defragmentationScript } from './defragmentation-script';
import { controlScript, installProgramsScript } from './machine-scripts';
import type { EtcdSettings } from './settings';
import { etcdUnit, jobUnit, timerUnit } from './units';

/** All files of the members, and the operator's. */
export function machineFiles(settings: EtcdSettings): readonly HostFileProps[] {
  const { members, backup, defragmentation, authority, token: cluster } = settings;
  const certificates = certificatesScript({ ...settings, cluster });
  return [
    ...members.map((member): HostFileProps => ({
      on: { host: member.name },
      path: '/etc/etcd/etcd.conf.yml',
      restarts: ['etcd.service'],
      content: { yaml: memberConfiguration(member, settings) },
    })),
    unit('etcd.service', etcdUnit(settings.directories), ['etcd.service']),
    ...Object.entries(settings.jobs).flatMap(([name, job]) => [
      unit(`${name}.service`, jobUnit(job)),
      unit(`${name}.timer`, timerUnit(job), [`${name}.timer`]),
    ]),
    script('install', installProgramsScript(settings)),
    script('certificates', certificates),
    ...(authority === 'operator' ? [ofOperator(certificates)] : []),
    {
      on: 'etcd',
      path: '/usr/local/sbin/kubestrata-etcdctl',
      mode: '0755',
      content: { text: controlScript(members) },
    },
    ...(backup ? [script('backup', backupScript(members, backup))] : []),
    ...(defragmentation
      ? [script('defragment', defragmentationScript(members, defragmentation))]
      : []),
  ];
}

const unit = (name: string, text: string, restarts: readonly string[] = []): HostFileProps => ({
  on: 'etcd',
  path: `/etc/systemd/system/${name}`,
  content: { text },
  restarts,
});

const script = (name: string, text: string): HostFileProps => ({
  on: 'etcd',
  path: `/usr/local/sbin/kubestrata-etcd-${name}`,
  mode: '0755',
  content: { text },
});

const ofOperator = (text: string): HostFileProps => ({
  on: 'operator',
  path: 'etcd/kubestrata-etcd-certificates',
  mode: '0755',
  content: { text },
});
