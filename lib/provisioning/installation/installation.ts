import type { Construct } from 'constructs';
import {
  Component,
  ON_MACHINES,
  Platform,
  Registry,
  type RunbookName,
  type RunbookStep,
} from '../../index';
import { ssh, sshInto } from '../logins';
import { filesPlay, inventory, variables } from './ansible';
import { installScript } from './install-script';
import { placedFiles } from './placed-files';
import { PLACED_LIST } from './placed-list';
import { runbook } from './runbook';

export interface InstallationProps {
  /** Whom Ansible and the runbooks' commands log in as on the machines; it may use sudo. @default - whoever runs them */
  readonly sshUser?: string;
  /** Command that deploys the platform once the cluster is there. @default 'cdktf deploy' */
  readonly deployCommand?: string;
}

/**
 * What turns files into a cluster: runbooks in order, written from the definition, an Ansible
 * inventory with a play, and a script that does the same on one machine. All of it lies at the top
 * of the folder that the machines' files are in.
 *
 * `install.sh` and `ansible/files.yml` put each file where it belongs, with its mode. Both have a way
 * to look first (`check`, `--check --diff`), change nothing that is right already, and restart only
 * what runs and reads what changed, one machine after another. Both keep one list of what they placed
 * on a machine, and remove what the definition has no longer; a machine without a list loses nothing.
 */
export class Installation extends Component {
  private readonly props: InstallationProps;

  constructor(scope: Construct, id: string, props: InstallationProps = {}) {
    super(scope, id, {}, ON_MACHINES);
    const { sshUser } = props;
    if (sshUser !== undefined && !/^[\w.@-]+$/.test(sshUser)) {
      this.fail(`sshUser '${sshUser}' is no account to log in as; write it like \`ops\``);
    }
    this.props = props;
    const platform = Platform.of(this);
    if (!platform || platform.nodes.length + platform.machines.length === 0) {
      this.warn('has no machines to install on; name them in the platform, or leave it out');
      return;
    }
    this.drawSteps();
    for (const [name, path] of RUNBOOKS) {
      this.operatorFile(path, () => {
        const steps = this.stepsOf(platform, name);
        if (steps.length === 0) return undefined;
        const { title, introduction } = TITLES[name];
        return { text: runbook(`${title} ${platform.name}`, introduction, steps, platform) };
      });
    }
    this.operatorFile('ansible/inventory.yaml', () => ({
      yaml: inventory(platform, props.sshUser),
    }));
    this.operatorFile('ansible/files.yml', () => ({ yaml: filesPlay }));
    this.operatorFile('ansible/group_vars/all.yml', () => ({
      yaml: variables(placedFiles(platform)),
    }));
    const script = (): string => installScript([...placedFiles(platform)]);
    this.operatorFile('install.sh', () => ({ text: script() }), '0755');
  }

  private operatorFile(
    path: string,
    content: Parameters<typeof this.hostFile>[0]['content'],
    mode = '0644',
  ): void {
    this.hostFile({ on: 'operator', path, content, mode });
  }

  private stepsOf(platform: Platform, name: RunbookName): readonly RunbookStep[] {
    const said = Registry.of(platform).steps.flatMap(({ by, steps }) =>
      steps()
        .filter(({ runbook: which }) => which === name)
        .map((found) => ({ by, found })),
    );
    // Putting the files in place is no reason for a runbook by itself.
    return said.every(({ by }) => by === this) ? [] : said.map(({ found }) => found);
  }

  private drawSteps(): void {
    const { sshUser } = this.props;
    const installScript = `${ssh('MACHINE', sshUser)} sudo kubestrata-hosts/install.sh -n MACHINE`;
    const place = (runbook: RunbookName, more = ''): RunbookStep => ({
      runbook,
      stage: 'preparation',
      title: 'Put the files in place',
      text: `${more}${REMOVED}\n\nWith Ansible, from the folder of this file; \`--check --diff\` shows what would change, and \`-e kubestrata_restart=false\` leaves units alone:`,
      commands: [
        'ansible-playbook -i ansible/inventory.yaml ansible/files.yml --check --diff',
        'ansible-playbook -i ansible/inventory.yaml ansible/files.yml',
        '',
        '# without Ansible, for each MACHINE:',
        `tar -cf - . | ${sshInto('MACHINE', sshUser)} 'mkdir -p kubestrata-hosts && tar -xf - -C kubestrata-hosts'`,
        `${installScript} check`,
        `${installScript} restart`,
      ],
    });
    const deploy: RunbookStep = {
      runbook: 'install',
      stage: 'platform',
      title: 'Deploy the platform',
      text: 'Nodes become `Ready` when the network is there, which comes first. The command may be run again at any time.',
      commands: [this.props.deployCommand ?? 'cdktf deploy'],
      verify: ['kubectl get nodes', 'kubectl get pods --all-namespaces'],
    };
    this.steps(() => [place('install', LOGIN), HEALTHY, place('upgrade'), deploy]);
  }
}

const LOGIN =
  'Machines take the login by key, and let it use sudo without a password; Ansible needs Python 3 on them, and `python3-libselinux` where SELinux is on.\n\n';

/** What goes wrong during an upgrade must not have been wrong before. */
const HEALTHY: RunbookStep = {
  runbook: 'upgrade',
  stage: 'preparation',
  title: 'See that the platform is healthy',
  text: 'All nodes are `Ready`, and the second command lists nothing. Put right what is not before you go on.',
  verify: [
    'kubectl get nodes',
    'kubectl get pods --all-namespaces --field-selector status.phase!=Running,status.phase!=Succeeded',
  ],
};

const REMOVED = `Each machine keeps a list of what was placed on it, \`${PLACED_LIST}\`. What is on it and no longer among the machine's files is removed: its units are stopped first, and what read it is restarted or reloaded as after a change. Left, and named at each run, are files that somebody changed by hand, files that a static Pod still goes by, and, while a program runs whose unit would go, everything. Keys and whatever else is made on machines are never on the list; a first run finds none, and removes nothing.`;

const RUNBOOKS: readonly (readonly [RunbookName, string])[] = [
  ['install', 'README.md'],
  ['upgrade', 'UPGRADE.md'],
  ['certificates', 'CERTIFICATES.md'],
  ['recovery', 'RECOVERY.md'],
];

const TITLES: Readonly<Record<RunbookName, { title: string; introduction: string }>> = {
  install: {
    title: 'Installing',
    introduction:
      'From machines with an operating system to a running platform. Each step ends with a check; go on only when it holds. What to do when something breaks is in `RECOVERY.md`, newer versions in `UPGRADE.md`, certificates in `CERTIFICATES.md`.',
  },
  upgrade: {
    title: 'Upgrading',
    introduction:
      'Change the versions in the definition, synthesize, review the difference, then take these steps. One minor version at a time, one machine at a time, and only while the platform is healthy.',
  },
  certificates: {
    title: 'Certificates of',
    introduction:
      'Which certificates the machines have, when they end, and how they are renewed without anybody noticing.',
  },
  recovery: {
    title: 'Recovering',
    introduction: 'What to do when a machine, or more than that, is lost.',
  },
};
