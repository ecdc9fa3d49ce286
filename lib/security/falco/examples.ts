import type { Examples } from '../../index';
import { Falco } from './falco';
import {
  cryptoMining,
  interactiveAccess,
  serviceAccountTokenTheft,
  systemFileChanges,
} from './rules';

export const examples: Examples = {
  default: (scope) => {
    const falco = new Falco(scope, 'falco', {
      minimumPriority: 'NOTICE',
      rulePacks: [
        interactiveAccess(['harbor', 'keycloak']),
        serviceAccountTokenTheft(['consul-template']),
        cryptoMining(),
        systemFileChanges(['docker.io/library/nginx']),
      ],
    });
    falco.addException('Terminal shell in container', {
      name: 'toolbox',
      fields: ['k8s.ns.name', 'container.image.repository'],
      comps: ['=', 'endswith'],
      values: [['debug', '/toolbox']],
    });
    falco.rules.changeRule({ rule: 'Contact K8S API Server From Container', enabled: false });
  },

  'all-outputs': (scope) => {
    const falco = new Falco(scope, 'falco', {
      containerRuntime: 'cri-o',
      bufferPreset: 6,
      kubernetesMetadata: true,
      followArtifacts: true,
      selection: [
        { action: 'disable', rule: '*' },
        { action: 'enable', tag: 'container' },
      ],
      ui: { loginSecret: 'falco-ui-login' },
      outputs: {
        alertmanager: { url: 'http://alertmanager.monitoring.svc:9093' },
        slack: { webhookUrl: { name: 'falco-chat', key: 'slack' }, minimumPriority: 'CRITICAL' },
        webhook: { address: 'https://soar.example.com/falco' },
        loki: { url: 'http://loki-gateway.logging.svc', tenant: 'security' },
        elasticsearch: {
          url: 'https://opensearch.logging.svc:9200',
          login: {
            user: { name: 'falco-opensearch', key: 'user' },
            password: { name: 'falco-opensearch', key: 'pass' },
          },
        },
        kafka: { brokers: ['events-kafka-bootstrap.kafka.svc:9092'], topic: 'falco' },
        syslog: { host: 'siem.example.com', protocol: 'udp', format: 'cef' },
      },
    });
    falco.addList({ name: 'trusted_registries', items: ['registry.example.com/platform'] });
    falco.addMacro({
      name: 'from_trusted_registry',
      condition: 'container.image.repository startswith registry.example.com/',
    });
    falco.addRule({
      name: 'Foreign image runs',
      description: 'A container was started from an image that is not one of the platform.',
      condition: 'evt.type = container and container and not from_trusted_registry',
      output: 'foreign image | image=%container.image.repository ns=%k8s.ns.name',
      priority: 'WARNING',
      tags: ['supply_chain'],
    });
  },

  operator: (scope) => {
    const falco = new Falco(scope, 'falco', {
      delivery: 'operator',
      rulePacks: [cryptoMining([3334])],
    });
    falco.rules.appendToList({ name: 'shell_binaries', items: ['fish'] });
  },
};

/** Keys of the sub-chart that `collectors.kubernetes.enabled` brings. */
export const subchartKeys = ['k8s-metacollector'];

/** Keys that the chart takes though its defaults do not show them. */
export const undocumentedKeys = {
  'falco.rules': 'the section `falco` is written into falco.yaml as it is',
};

/** Images that charts name and nothing here runs. */
export const unusedImages = {
  'curlimages/curl': 'the Pod of `helm test`, which nobody calls',
};
