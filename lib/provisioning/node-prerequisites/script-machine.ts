/** What a machine is: only looked at, but for its names of others. */
export const MACHINE_POINTS = String.raw`
notes() {
  say note 'identity' "machine-id $(cat /etc/machine-id 2>/dev/null || echo none), product_uuid $(cat /sys/class/dmi/id/product_uuid 2>/dev/null || echo none); no other machine may have them"
  if has getenforce; then say note 'SELinux' "$(getenforce); leave it on, with container-selinux"; fi
  if [ -r /sys/module/apparmor/parameters/enabled ]; then
    say note 'AppArmor' "enabled: $(cat /sys/module/apparmor/parameters/enabled)"
  fi
}

find_files() {
  for file in $FILES; do
    if [ ! -e "$file" ]; then echo "$file is missing; put the files of '$ROLE' in place first"; fi
  done
}

# older A B: whether version A is older than B.
older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

find_kernel() {
  if [ -z "$KERNEL" ]; then return; fi
  running=$(uname -r | cut -d - -f 1)
  if older "$running" "$KERNEL"; then
    echo "Linux $running runs, and $KERNEL is needed; install a newer one and restart"
  fi
}

find_cgroups() {
  if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo 'cgroup v1 is mounted; start the kernel with systemd.unified_cgroup_hierarchy=1'
  fi
}

find_name() {
  name=$(uname -n)
  address=$(printf '%s\n' "$MACHINES" | awk -v name="$name" '$1 == name { print $2 }')
  if [ -z "$address" ]; then
    echo "the host name '$name' is none of $(printf '%s\n' "$MACHINES" | awk '{ print $1 }' | xargs); set it with hostnamectl, or correct the definition"
  elif [ -z "$(ip -o address show to "$address" 2>/dev/null)" ]; then
    echo "no interface has the address $address of '$name'; set it, or correct the definition"
  fi
}

find_identity() {
  if ! grep -Eqx '[0-9a-f]{32}' /etc/machine-id 2>/dev/null; then
    echo '/etc/machine-id holds no identity; remove it and run systemd-machine-id-setup'
  fi
}

own_hosts() {
  sed -n '/^# BEGIN kubestrata$/,/^# END kubestrata$/p' /etc/hosts | sed '1d;$d'
}

find_hosts() {
  if [ "$(own_hosts)" != "$HOSTS" ]; then
    echo "the block 'kubestrata' does not name the platform's machines; write it"
  fi
}

fix_hosts() {
  others=$(sed '/^# BEGIN kubestrata$/,/^# END kubestrata$/d' /etc/hosts)
  printf '%s\n# BEGIN kubestrata\n%s\n# END kubestrata\n' "$others" "$HOSTS" >/etc/hosts
}
`;
