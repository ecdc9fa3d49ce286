import { STATS_PORT } from './haproxy-config';

/** Path of the check on balancers. */
export const CHECK_SCRIPT = '/usr/local/sbin/kubestrata-check-api';

/** A script that says whether this machine leads to an API server that is ready. */
export const checkScript = (port: number): string => `#!/bin/sh
# Says whether HAProxy on this machine works and leads to an API server that is ready.
set -eu

case \${1:-} in
  '' | haproxy) ;;
  -h | --help)
    echo 'usage: kubestrata-check-api [haproxy]'
    echo 'Ends with 0 where HAProxy answers here and an API server behind it is ready, else with 1.'
    echo "With 'haproxy' it asks HAProxy alone."
    exit 0
    ;;
  *)
    echo "kubestrata-check-api: unknown argument '$1'; it takes 'haproxy' or none" >&2
    exit 2
    ;;
esac

# The certificate is made for clients; this only asks whether anybody is there.
ask() {
  curl --silent --show-error --fail --insecure --noproxy '*' --max-time 2 --output /dev/null "$1"
}

if ! ask 'http://127.0.0.1:${STATS_PORT}/healthz'; then
  echo 'not ok: HAProxy does not answer; see journalctl -u haproxy' >&2
  exit 1
fi
if [ "\${1:-}" != haproxy ] && ! ask 'https://127.0.0.1:${port}/readyz'; then
  echo 'not ok: HAProxy works, but no API server behind it is ready; see http://127.0.0.1:${STATS_PORT}/stats' >&2
  exit 1
fi
echo ok
`;
