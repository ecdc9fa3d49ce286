import type { Examples } from '../../index';
import { SnapshotController } from './snapshot-controller';

export const examples: Examples = {
  default: (scope) => {
    new SnapshotController(scope, 'snapshot-controller');
  },

  'single-volumes': (scope) => {
    new SnapshotController(scope, 'snapshot-controller', { groupSnapshots: false });
  },
};

export const stricterPodSecurity =
  'the chart leaves out the seccomp profile and the ban on more privileges, which the component sets';
