import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { missingNamespaces, onFakeMachine } from './fake-machine';
import { missingPrograms } from './host-programs';
import { NAMES, platformOf, run, texts, withFiles, worker } from './prepared-machines';
import { optionalTest } from './rig/optional-test';

// What NodePrerequisites writes, tried by who reads it: shells, nftables with real packets.

const SCRIPT = '/usr/local/sbin/kubestrata-prepare';
const POINTS = [
  'files of this group',
  'kernel',
  'cgroup v2',
  'name and address',
  'identity',
  '/etc/hosts',
  'packages',
  'swap',
  'kernel modules',
  'kernel settings',
  'time service',
  'clock',
  'services that run',
  'services that do not run',
  'firewall',
];

test.each(NAMES)('the scripts of %s are POSIX shell', (name) => {
  const scripts = texts(name, 'kubestrata-prepare');
  expect(scripts.length).toBeGreaterThan(0);
  for (const [path, text] of scripts) {
    expect([path, spawnSync('sh', ['-n'], { input: text }).status]).toStrictEqual([path, 0]);
  }
});

for (const name of NAMES) {
  optionalTest(
    `shellcheck has nothing to say of ${name}`,
    missingPrograms('shellcheck'),
    async () => {
      for (const [path, text] of texts(name, 'kubestrata-prepare')) {
        const { stdout } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
        expect([path, stdout]).toStrictEqual([path, '']);
      }
      await Promise.resolve();
    },
  );

  optionalTest(`nftables takes the rules of ${name}`, missingNamespaces(), async () => {
    for (const [path, text] of texts(name, '.nft')) {
      const { status, stderr } = spawnSync('unshare', ['--net', 'nft', '-c', '-f', '-'], {
        input: text,
        encoding: 'utf8',
      });
      expect([path, status, stderr]).toStrictEqual([path, 0, '']);
    }
    await Promise.resolve();
  });
}

optionalTest(
  'check changes nothing on this machine, and says of every point how it is',
  process.getuid?.() === 0 ? undefined : 'it takes root; run it as root',
  async () => {
    const { status, output } = withFiles(platformOf('every-group'), (folder) =>
      run('sh', [join(folder, 'worker', SCRIPT), 'check']),
    );
    const silent = POINTS.filter(
      (point) => !new RegExp(`^(ok|wrong) +${point}(:|$)`, 'm').test(output),
    );
    expect(silent).toStrictEqual([]);
    expect(output).toContain(`the host name '${hostname()}' is none of w-1 w-2`);
    expect(status).toBe(1);
    await Promise.resolve();
  },
);

for (const redhat of [false, true]) {
  const family = redhat ? 'dnf' : 'apt-get';
  optionalTest(
    `apply with ${family} puts everything right, once`,
    missingNamespaces(),
    async () => {
      const { status, output } = onFakeMachine(
        { ...worker(), redhat },
        `
${SCRIPT} check | grep ^Wrong || true
${SCRIPT} apply 2>&1 || true
grep -E '^(${family}|swapoff|modprobe)' "$STATE/log"; : >"$STATE/log"
${SCRIPT} apply 2>&1
grep -vE 'is-active|is-enabled|^(dpkg|rpm) |sysctl -n|^chronyc' "$STATE/log" || true
${SCRIPT} check | tail -n 1
cat /etc/fstab /etc/hosts; tail -n 2 /etc/chrony.conf`,
      );
      expect(output).toContain('Wrong: 9.');
      expect(output).toContain('Changed: 9. Still wrong: 0.');
      expect(output).toMatch(/install .*open-iscsi|install .*iscsi-initiator-utils/);
      // Files that are there before their package are no question to anybody.
      expect(output).toMatch(/^dnf |^apt-get .*--force-confold .*install /m);
      // The second time nothing is told to change anything, and a third look finds nothing wrong.
      expect(output).toContain('Changed: 0. Still wrong: 0.\nWrong: 0.\n');
      expect(output).toContain('# UUID=1 none swap sw 0 0');
      expect(output).toContain('127.0.0.1 localhost\n# BEGIN kubestrata\n192.0.2.11 cp-1');
      expect(status).toBe(0);
      await Promise.resolve();
    },
  );
}

/** Tries ports of the machine from a neighbour; prints \`<source> <port> open|closed\`. */
const TRY = `
const net = require('node:net');
const tries = JSON.parse(process.argv[1]);
for (const [localAddress, host, port] of tries) {
  const socket = net.connect({ localAddress, host, port });
  const say = (word) => { console.log(localAddress, port, word); socket.destroy(); };
  socket.setTimeout(1500, () => say('closed'));
  socket.on('connect', () => say('open'));
  socket.on('error', (e) => say(e.code));
}`;

const LISTEN = `
const net = require('node:net');
for (const port of [22, 179, 9100, 30080]) net.createServer().listen(port, '::');
net.createServer().listen(2222, '::');
setTimeout(() => process.exit(), 30000);`;

optionalTest('packets of peers pass, and those of others do not', missingNamespaces(), async () => {
  const [v4, v6] = ['192.0.2.21', '2001:db8:1::21'];
  const [peer, stranger, peer6, stranger6] = [
    '192.0.2.12',
    '203.0.113.9',
    '2001:db8:1::12',
    '2001:db8:9::9',
  ];
  const tries = [
    ...[22, 179, 2222, 30080].flatMap((port) => [
      [peer, v4, port],
      [stranger, v4, port],
      [peer6, v6, port],
      [stranger6, v6, port],
    ]),
  ];
  const { output } = onFakeMachine(
    worker('dual-stack'),
    `
mkdir -p /run/netns
mount -t tmpfs netns /run/netns
ip address del 192.0.2.21/32 dev lo
ip netns add neighbour
ip link add inside type veth peer name outside netns neighbour
ip address add ${v4}/24 dev inside
ip address add ${v6}/64 dev inside nodad
ip link set inside up
ip route add 203.0.113.0/24 dev inside
ip route add 2001:db8:9::/64 dev inside
ip -n neighbour link set outside up
for address in ${peer}/24 ${stranger}/24; do ip -n neighbour address add "$address" dev outside; done
for address in ${peer6}/64 ${stranger6}/64; do ip -n neighbour address add "$address" dev outside nodad; done
nft -f /etc/nftables.d/kubestrata.nft
"${process.execPath}" -e "$LISTEN" & listener=$!
sleep 1
ip netns exec neighbour "${process.execPath}" -e "$TRY" '${JSON.stringify(tries)}'
ip netns exec neighbour "${process.execPath}" -e "$LISTEN" & neighbour=$!
sleep 1
"${process.execPath}" -e "$TRY" '${JSON.stringify([[v4, peer, 9100]])}'
kill "$listener" "$neighbour"`.replace(/^/, `LISTEN=${quoted(LISTEN)}\nTRY=${quoted(TRY)}\n`),
  );
  expect(output.trim().split('\n').sort()).toStrictEqual(
    [
      ...[peer, stranger, peer6, stranger6].flatMap((from) => {
        const known = from === peer || from === peer6;
        return [
          `${from} 22 open`,
          `${from} 179 ${known ? 'open' : 'closed'}`,
          `${from} 2222 closed`,
          `${from} 30080 open`,
        ];
      }),
      // What the machine asks for is answered.
      `${v4} 9100 open`,
    ].sort(),
  );
  await Promise.resolve();
});

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
