import type { Dashboard } from '../../contracts/dashboards';

/** Addresses that are left, and who announces them. */
export const dashboard: Dashboard = {
  uid: 'metallb',
  title: 'MetalLB',
  panels: [
    {
      title: 'Addresses in use',
      unit: 'ratio',
      queries: [
        {
          expr: 'sum by (pool) (metallb_allocator_addresses_in_use_total) / sum by (pool) (metallb_allocator_addresses_total)',
          legend: '{{pool}}',
        },
      ],
      description: 'At 1 a pool has no address left: new Services stay pending.',
    },
    {
      title: 'Free addresses',
      shape: 'number',
      queries: [
        {
          expr: 'sum by (pool) (metallb_allocator_addresses_total) - sum by (pool) (metallb_allocator_addresses_in_use_total)',
          legend: '{{pool}}',
        },
      ],
    },
    {
      title: 'Announced addresses by node',
      queries: [{ expr: 'count by (node) (metallb_speaker_announced)', legend: '{{node}}' }],
    },
    {
      title: 'BGP sessions that are up',
      queries: [
        {
          expr: 'sum by (peer) (metallb_bgp_session_up or frrk8s_bgp_session_up)',
          legend: '{{peer}}',
        },
      ],
      description: 'Empty on layer 2.',
    },
    {
      title: 'Configuration not taken',
      shape: 'number',
      queries: [
        { expr: 'sum(metallb_k8s_client_config_stale_bool)', legend: 'stale' },
        { expr: 'count(metallb_k8s_client_config_loaded_bool == 0)', legend: 'not loaded' },
      ],
      description: 'Above 0, an object of MetalLB is wrong; see the log of the controller.',
    },
  ],
};
