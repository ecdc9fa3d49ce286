import { ExternalLogs } from '../../external';
import type { Examples } from '../../index';
import { Tracee } from './tracee';
import { intrusions } from './words';

export const examples: Examples = {
  intrusions: (scope) => {
    new Tracee(scope, 'tracee');
  },

  'own-policies': (scope) => {
    new ExternalLogs(scope, 'logs', { url: 'https://logs.example.com/{tag}' });
    const tracee = new Tracee(scope, 'tracee', {
      policies: [intrusions],
      alertsFrom: 3,
      eventsToLogs: true,
      bufferPages: 2048,
    });
    tracee.addPolicy({
      name: 'passwords',
      description: 'Passwords of the host are read from a container.',
      scope: ['container'],
      rules: [{ event: 'security_file_open', filters: ['data.pathname=/etc/shadow*'] }],
    });
  },
};

export const undocumentedKeys = {
  configFile:
    'text: as a map, which its default is, it would make a ConfigMap whose data is no text, which the API server refuses',
};
