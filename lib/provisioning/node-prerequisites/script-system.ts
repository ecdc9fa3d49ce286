/** What is installed and set on a machine. */
export const SYSTEM_POINTS = String.raw`
if has apt-get; then
  PACKAGES=$PACKAGES_DEBIAN
  CHRONY=chrony
  CHRONY_CONF=/etc/chrony/chrony.conf
else
  PACKAGES=$PACKAGES_REDHAT
  CHRONY=chronyd
  CHRONY_CONF=/etc/chrony.conf
fi
MODULES_FILE=/etc/modules-load.d/kubestrata.conf
SETTINGS_FILE=/etc/sysctl.d/90-kubestrata.conf

missing_packages() {
  for package in $PACKAGES; do
    if has apt-get; then
      dpkg -s "$package" 2>/dev/null | grep -q '^Status: .* installed$' || echo "$package"
    else
      # curl-minimal is curl too, and the two do not go together.
      rpm -q --quiet --whatprovides "$package" 2>/dev/null || echo "$package"
    fi
  done
}

find_packages() {
  if ! has apt-get && ! has dnf && ! has yum; then
    echo "there is neither apt-get nor dnf; see to it that this is there: $PACKAGES"
    return
  fi
  missing=$(missing_packages | xargs)
  if [ -n "$missing" ]; then echo "not installed: $missing; install them"; fi
}

fix_packages() {
  missing=$(missing_packages)
  if has apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q update || true
    # Files of ours that are there before their package stay, and nobody is asked.
    # shellcheck disable=SC2086 # one word a package
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o DPkg::Options::=--force-confdef \
      -o DPkg::Options::=--force-confold --no-install-recommends install $missing
  elif has dnf; then
    # shellcheck disable=SC2086 # one word a package
    dnf -q -y install $missing
  else
    # shellcheck disable=SC2086 # one word a package
    yum -q -y install $missing
  fi
}

FSTAB_SWAP='^([^#[:space:]]+[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]]|$))'
ZRAM_CONF=systemd/zram-generator.conf

find_swap() {
  used=$(sed 1d /proc/swaps | awk '{ print $1 }' | xargs)
  if [ -n "$used" ]; then echo "$used is swapped to; turn it off"; fi
  if grep -Eqs "$FSTAB_SWAP" /etc/fstab; then echo '/etc/fstab mounts swap; comment it out'; fi
  if [ "$(systemctl is-enabled swap.target 2>/dev/null || true)" != masked ]; then
    echo 'systemd starts what swap it finds; mask swap.target'
  fi
  if [ -e "/usr/lib/$ZRAM_CONF" ] && { [ ! -e "/etc/$ZRAM_CONF" ] || [ -s "/etc/$ZRAM_CONF" ]; }; then
    echo "zram makes swap at each start; empty /etc/$ZRAM_CONF"
  fi
}

fix_swap() {
  if [ -e "/usr/lib/$ZRAM_CONF" ]; then : >"/etc/$ZRAM_CONF"; fi
  if grep -Eqs "$FSTAB_SWAP" /etc/fstab; then
    cp -p /etc/fstab /etc/fstab.before-kubestrata
    sed -E -i "s/$FSTAB_SWAP/# \1/" /etc/fstab
  fi
  systemctl mask swap.target
  swapoff -a
}

lines_of() {
  if [ -e "$1" ]; then grep -Ev '^[[:space:]]*([#;]|$)' "$1" || true; fi
}

loaded() {
  pattern=$(echo "$1" | sed 's/[-_]/[-_]/g')
  [ -d "/sys/module/$(echo "$1" | tr - _)" ] ||
    grep -qs "/$pattern\.ko" "/lib/modules/$(uname -r)/modules.builtin"
}

find_modules() {
  for module in $(lines_of "$MODULES_FILE"); do
    loaded "$module" || echo "$module is not loaded; load it, or install the kernel's extra modules"
  done
}

fix_modules() {
  for module in $(lines_of "$MODULES_FILE"); do
    loaded "$module" || modprobe "$module" || true
  done
}

find_settings() {
  lines_of "$SETTINGS_FILE" | while read -r key _ value; do
    is=$(sysctl -n "$key" 2>/dev/null | tr -s '[:space:]' ' ' | sed 's/ $//')
    if [ "$is" = "$value" ]; then continue; fi
    others=$(grep -lsE "^ *-?$key *=" /etc/sysctl.conf /etc/sysctl.d/*.conf | grep -vxF "$SETTINGS_FILE" | xargs)
    if [ -n "$others" ]; then others=", and look at $others, which set it too"; fi
    echo "$key is '$is' and not '$value'; run sysctl --system$others"
  done
}

fix_settings() {
  sysctl --system >/dev/null
}
`;
