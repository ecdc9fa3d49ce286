import { ExternalRegistry } from '../../external';
import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { Containerd } from './containerd';

const controlPlanes: readonly PlatformNode[] = [
  { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane' },
  { name: 'control-plane-2', address: '192.0.2.12', role: 'control-plane' },
  { name: 'control-plane-3', address: '192.0.2.13', role: 'control-plane' },
];

/** The authority of an organization, made for this example and valid for nothing else. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBgTCCASegAwIBAgIUTJub5sHf02/qfB+jSgWCWare4/EwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKRXhhbXBsZSBDQTAgFw0yNjExMjExMDAwMDBaGA8yMTI2MTAy
ODEwMDAwMFowFTETMBEGA1UEAwwKRXhhbXBsZSBDQTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABBIRyKunk/jLcwDmbhdlmbree2QWIf2zzfrUAxzTI6iPgrrG6STA
YKAGoKrL/ID6iumSNlfMMVJwULESHAKC0p2jUzBRMB0GA1UdDgQWBBRP95WV6Tex
n1dQsm9E0BWcRmoM8DAfBgNVHSMEGDAWgBRP95WV6Texn1dQsm9E0BWcRmoM8DAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCICTd2OlexXyxqYzG3rxN
DBzT8krPX5FenY8ScIQWi7JEAiEAptGZJTtFl1xhwHGC0Y0AyFCVLlwESaoG3y2/
uz/o7U0=
-----END CERTIFICATE-----
`;

export const platforms: Readonly<Record<string, PlatformProps>> = {
  mirrored: {
    nodes: [
      ...controlPlanes,
      { name: 'worker-1', address: '192.0.2.21', role: 'worker' },
      { name: 'worker-2', address: '192.0.2.22', role: 'worker' },
    ],
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: '192.0.2.10' },
    kubernetesVersion: '1.36',
  },
  'air-gap-with-gpus': {
    nodes: [
      ...controlPlanes,
      {
        name: 'gpu-1',
        address: '192.0.2.31',
        role: 'worker',
        labels: { 'node.example.com/gpu': 'nvidia' },
      },
      {
        name: 'sandbox-1',
        address: '192.0.2.32',
        role: 'worker',
        labels: { 'node.example.com/sandboxes': 'true' },
      },
    ],
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: '192.0.2.10' },
    kubernetesVersion: '1.36',
    imageMirror: {
      registry: 'mirror.example.com:5000/public',
      paths: { 'docker.io': 'dockerhub', 'quay.io': 'quay', 'registry.k8s.io': 'kubernetes' },
    },
    caCertificates: AUTHORITY,
  },
  'older-on-one-node': {
    profile: 'single-node',
    nodes: controlPlanes.slice(0, 1),
    kubernetesVersion: '1.35',
  },
};

export const examples: Examples = {
  mirrored: (scope) => {
    new ExternalRegistry(scope, 'registry', {
      host: 'harbor.example.com',
      mirrors: [
        { upstream: 'docker.io', mirror: 'harbor.example.com/dockerhub' },
        { upstream: 'ghcr.io', mirror: 'harbor.example.com/github' },
      ],
      caCertificates: AUTHORITY,
    });
    new Containerd(scope, 'containerd', {
      nri: true,
      concurrentDownloads: 6,
      garbageCollection: { deletionThreshold: 20 },
      proxy: { url: 'http://proxy.example.com:3128', except: ['.example.com'] },
    });
  },

  'air-gap-with-gpus': (scope) => {
    new Containerd(scope, 'containerd', {
      fallback: false,
      downloads: 'https://mirror.example.com/github',
      discardUnpackedLayers: true,
      runtimes: [
        { preset: 'nvidia', nodeSelector: { 'node.example.com/gpu': 'nvidia' } },
        { preset: 'kata', nodeSelector: { 'node.example.com/sandboxes': 'true' } },
        { preset: 'gvisor', nodeSelector: { 'node.example.com/sandboxes': 'true' } },
      ],
      registries: [
        {
          host: 'registry.example.com:5000',
          client: {
            certificate: '/etc/containerd/client/node.crt',
            key: '/etc/containerd/client/node.key',
          },
        },
      ],
      defaultMirror: 'cache.example.com',
    });
  },

  'older-on-one-node': (scope) => {
    new Containerd(scope, 'containerd', {
      version: '1.7.35',
      install: 'package',
      metricsPort: false,
      cniPlugins: false,
      runtimes: [{ handler: 'crun', binary: '/usr/bin/crun', runtimeClass: false }],
      registries: [{ host: 'registry.example.com', skipVerify: true }],
    });
  },
};
