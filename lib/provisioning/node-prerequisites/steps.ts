import type { RunbookStep } from '../../index';
import type { MachineRole } from './machine-roles';
import { SCRIPT } from './script';

const PLAY = 'ansible-playbook -i ansible/inventory.yaml ansible/prerequisites.yml';

/** Steps that bring machines of a role to where Kubernetes can be put on them, and keep them there. */
export const prepareSteps = (role: MachineRole): readonly RunbookStep[] => [
  {
    runbook: 'install',
    stage: 'machines',
    title: `Prepare the ${role} machines`,
    on: role,
    text: `\`check\` changes nothing and says what is wrong; \`apply\` puts it right, and may be run again. Restart a machine where it asks for a kernel or for control groups. With Ansible, all machines at once, from the folder with these files: \`${PLAY} --check --diff\`, then the same without \`--check\`.`,
    commands: [`${SCRIPT} check || ${SCRIPT} apply`],
    verify: [`${SCRIPT} check`],
  },
  {
    runbook: 'upgrade',
    stage: 'machines',
    title: `Check the ${role} machines again`,
    on: role,
    text: 'Another version may need other kernel settings, packages and ports. Machines that came or went change the firewall of all others.',
    commands: [`${SCRIPT} check || ${SCRIPT} apply`],
    verify: [`${SCRIPT} check`],
  },
];
