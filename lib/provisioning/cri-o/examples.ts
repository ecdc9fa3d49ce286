import { ExternalRegistry } from '../../external';
import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { CriO } from './cri-o';

const nodes: readonly PlatformNode[] = [
  { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane' },
  { name: 'control-plane-2', address: '192.0.2.12', role: 'control-plane' },
  { name: 'control-plane-3', address: '192.0.2.13', role: 'control-plane' },
  { name: 'worker-1', address: '192.0.2.21', role: 'worker' },
  {
    name: 'gpu-1',
    address: '192.0.2.31',
    role: 'worker',
    labels: { 'node.example.com/gpu': 'nvidia' },
  },
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
  signed: {
    nodes,
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: '192.0.2.10' },
    kubernetesVersion: '1.36',
  },
  'air-gap': {
    nodes: nodes.slice(0, 4),
    kubernetesVersion: '1.35',
    imageMirror: { registry: 'mirror.example.com/public' },
    caCertificates: AUTHORITY,
  },
};

export const examples: Examples = {
  signed: (scope) => {
    new ExternalRegistry(scope, 'registry', {
      host: 'harbor.example.com',
      mirrors: [{ upstream: 'docker.io', mirror: 'harbor.example.com/dockerhub' }],
      caCertificates: AUTHORITY,
    });
    new CriO(scope, 'cri-o', {
      runtimes: [
        { preset: 'nvidia', nodeSelector: { 'node.example.com/gpu': 'nvidia' } },
        { preset: 'kata', nodeSelector: { 'node.example.com/gpu': 'nvidia' } },
      ],
      trust: [
        {
          from: 'harbor.example.com/shop',
          accept: { sigstoreKey: '/etc/containers/keys/shop.pub' },
        },
        {
          from: 'registry.access.redhat.com',
          accept: { gpgKey: '/etc/pki/rpm-gpg/RPM-GPG-KEY-redhat-release' },
        },
        { from: 'docker.io/library', accept: 'anything' },
        { from: 'docker.io', accept: 'nothing' },
      ],
      pinnedImages: ['harbor.example.com/base/*'],
      selinux: true,
    });
  },

  'air-gap': (scope) => {
    new CriO(scope, 'cri-o', {
      fallback: false,
      nri: true,
      packages: 'https://packages.example.com/cri-o/v1.35',
      downloads: 'https://mirror.example.com/github',
      blocked: ['registry.example.org'],
      acceptOthers: 'anything',
      metricsPort: false,
    });
  },
};
