/** What runs on a machine. */
export const SERVICE_POINTS = String.raw`
FIREWALL_FILE=/etc/nftables.d/kubestrata.nft
FIREWALL_UNIT=kubestrata-firewall.service

find_time() {
  active "$CHRONY" || echo "$CHRONY does not run; start it"
  enabled "$CHRONY" || echo "$CHRONY is not started with the machine; enable it"
  if [ -z "$NTP_SERVERS" ]; then return; fi
  grep -qs '^sourcedir /etc/chrony/sources.d' "$CHRONY_CONF" ||
    echo "$CHRONY_CONF does not read /etc/chrony/sources.d; add it as sourcedir"
  if grep -Eqs '^(pool|server)[[:space:]]' "$CHRONY_CONF"; then
    echo "$CHRONY_CONF names servers of its own; comment them out"
  fi
  asked=$(chronyc -N -c sources 2>/dev/null | cut -d , -f 3)
  for server in $NTP_SERVERS; do
    printf '%s\n' "$asked" | grep -qxF "$server" || echo "$server is not asked for the time; restart $CHRONY"
  done
}

fix_time() {
  if [ -n "$NTP_SERVERS" ] && [ -e "$CHRONY_CONF" ]; then
    sed -E -i 's/^((pool|server)[[:space:]])/# \1/' "$CHRONY_CONF"
    grep -q '^sourcedir /etc/chrony/sources.d' "$CHRONY_CONF" ||
      echo 'sourcedir /etc/chrony/sources.d' >>"$CHRONY_CONF"
  fi
  systemctl enable "$CHRONY"
  systemctl restart "$CHRONY"
}

find_clock() {
  chronyc tracking 2>/dev/null | grep -Eq '^Leap status *: Normal' ||
    echo 'it is not synchronized; see chronyc sources, and whether UDP 123 leads to the servers'
}

fix_clock() {
  chronyc waitsync 12 0 0 5 >/dev/null
}

find_services() {
  for unit in $SERVICES; do
    active "$unit" || echo "$unit does not run; start it"
    enabled "$unit" || echo "$unit is not started with the machine; enable it"
  done
}

fix_services() {
  for unit in $SERVICES; do systemctl enable --now "$unit" || true; done
}

# nftables.service takes the rules of everybody with it when it stops: it is only kept from starting.
find_disabled() {
  for unit in $DISABLED_SERVICES; do
    case $(systemctl is-enabled "$unit" 2>/dev/null || true) in
      enabled | enabled-runtime) echo "$unit is started with the machine; disable it" ;;
    esac
    if [ "$unit" != nftables ] && active "$unit"; then echo "$unit runs; stop it"; fi
  done
}

fix_disabled() {
  for unit in $DISABLED_SERVICES; do
    if [ "$unit" != nftables ] && active "$unit"; then systemctl stop "$unit" || true; fi
    case $(systemctl is-enabled "$unit" 2>/dev/null || true) in
      enabled | enabled-runtime) systemctl disable "$unit" || true ;;
    esac
  done
}

find_firewall() {
  nft list chain inet kubestrata "$FIREWALL_CHAIN" >/dev/null 2>&1 ||
    echo "the rules of $FIREWALL_FILE are not loaded; load them"
  active "$FIREWALL_UNIT" && enabled "$FIREWALL_UNIT" ||
    echo "$FIREWALL_UNIT is not started with the machine; enable it"
}

fix_firewall() {
  nft -c -f "$FIREWALL_FILE" || return 1
  systemctl daemon-reload
  systemctl enable "$FIREWALL_UNIT"
  systemctl reload-or-restart "$FIREWALL_UNIT"
}
`;
