import type { RunbookStep } from '../../index';
import type { MachineRole } from './machine-roles';
import { SCRIPT } from './script';

const PLAY = 'ansible-playbook -i ansible/inventory.yaml ansible/prerequisites.yml';

const INSTALLING = `\`check\` changes nothing and says what is wrong; \`apply\` puts it right, and may be run again. Restart a machine where it asks for a kernel or for control groups. With Ansible, all machines at once, from the folder with these files: \`${PLAY} --check --diff\`, then the same without \`--check\`.`;
const UPGRADING =
  'Another version may need other kernel settings, packages and ports. Machines that came or went change the firewall of all others.';

/**
 * Steps that bring machines of a role to where Kubernetes can be put on them, and keep them there.
 * What all of them have in common is said in the first.
 */
export const prepareSteps = (role: MachineRole, position: number): readonly RunbookStep[] => [
  {
    runbook: 'install',
    stage: 'machines',
    title: `Prepare the ${role} machines`,
    on: role,
    ...(position === 0 && { text: INSTALLING }),
    commands: [`${SCRIPT} check || ${SCRIPT} apply`],
    verify: [`${SCRIPT} check`],
  },
  {
    runbook: 'upgrade',
    stage: 'machines',
    title: `Check the ${role} machines again`,
    on: role,
    ...(position === 0 && { text: UPGRADING }),
    commands: [`${SCRIPT} check || ${SCRIPT} apply`],
    verify: [`${SCRIPT} check`],
  },
];
