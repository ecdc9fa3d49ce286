import type { Component, RunbookStep } from '../../index';
import { certificatesOf, registryPlans, type RegistrySettings } from './registries';

/**
 * Whether nodes reach and trust the mirrors, once they are there.
 * @param caFileOf where the runtime has the authorities of a host
 */
export function mirrorSteps(
  by: Component,
  settings: RegistrySettings,
  caFileOf: (host: string) => string,
): readonly RunbookStep[] {
  const plans = registryPlans(by, settings);
  const hosts = [...new Set(plans.flatMap(({ mirrors }) => mirrors.map(({ host }) => host)))];
  if (hosts.length === 0) return [];
  return [
    {
      runbook: 'install',
      stage: 'afterwards',
      title: 'See that nodes pull through the mirror',
      on: 'nodes',
      text: 'Each answer is `200` or `401`: the mirror is reached and its certificate trusted. Where it is not, nodes go to the public registry itself, or wait. After an error about the certificate, add its authority to the caCertificates of the platform.',
      commands: hosts.map((host) => {
        const trusted = certificatesOf(by, settings, host) !== undefined;
        return `curl --silent --show-error --output /dev/null --write-out '${host}: %{http_code}\\n'${trusted ? ` --cacert '${caFileOf(host)}'` : ''} 'https://${host}/v2/'`;
      }),
    },
  ];
}
