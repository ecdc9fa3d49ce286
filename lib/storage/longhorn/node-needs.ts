import type { HostNeeds } from '../../index';

/** What nodes need to mount volumes: iSCSI for one Pod, NFS 4 for many, LUKS where data is encrypted. */
export const nodeNeeds = ({ encrypts }: { readonly encrypts: boolean }): HostNeeds => ({
  modules: ['iscsi_tcp', ...(encrypts ? ['dm_crypt'] : [])],
  packages: [
    { debian: 'open-iscsi', redhat: 'iscsi-initiator-utils' },
    { debian: 'nfs-common', redhat: 'nfs-utils' },
    ...(encrypts ? [{ debian: 'cryptsetup', redhat: 'cryptsetup' }] : []),
  ],
  services: ['iscsid'],
});
