/** The last part of the program: other registries, replication, schedules, and the order of it all. */
export const RECONCILE_SYSTEM = String.raw`

def registry_id(registries, name):
    if name not in registries:
        raise Failure('there is no registry %s' % name)
    return registries[name]['id']


def registry(harbor, want, registries):
    user, password = secret(want.get('userFile')), secret(want.get('passwordFile'))
    mark = '%s %s' % (MARK, harbor.fingerprint(user, password))
    fields = {'name': want['name'], 'url': want['url'], 'insecure': want['insecure'], 'description': mark}
    if want.get('caCertificate'):
        fields['ca_certificate'] = want['caCertificate']
    found = registries.get(want['name'])
    if found is None:
        body = dict(fields, type=want['type'])
        if user is not None:
            body['credential'] = {'type': 'basic', 'access_key': user, 'access_secret': password}
        harbor.call('POST', '/registries', body)
        registries.update(all_registries(harbor))
        return
    if found['type'] != want['type']:
        raise Failure('registry %s is of type %s, not %s; delete it or name it otherwise'
                      % (want['name'], found['type'], want['type']))
    if not holds(fields, found):
        harbor.call('PUT', '/registries/%d' % found['id'], dict(
            fields, credential_type='basic', access_key=user or '', access_secret=password or ''))


def all_registries(harbor):
    return {registry['name']: registry for registry in harbor.list('/registries')}


def replication(harbor, want, have, registries):
    side = 'src_registry' if want['direction'] == 'pull' else 'dest_registry'
    body = dict(want['policy'], name=want['name'], description=MARK, enabled=True,
                **{side: {'id': registry_id(registries, want['registry'])}})
    found = have.get(want['name'])
    if found is None:
        harbor.call('POST', '/replication/policies', body)
    elif not holds(body, found):
        harbor.call('PUT', '/replication/policies/%d' % found['id'], body)


def schedule(harbor, path, want):
    """A job that Harbor starts by itself; an empty cron switches it off."""
    have = harbor.get(path) or {}
    found = have.get('schedule') or {}
    parameters = have.get('parameters') or json.loads(have.get('job_parameters') or '{}')
    cron = want.get('cron')
    wanted = {'type': 'Custom', 'cron': cron} if cron else {'type': 'None'}
    if not cron:
        if found.get('cron') or found.get('type') not in (None, '', 'None'):
            harbor.call('PUT', path, {'schedule': wanted})
        return
    if not holds(wanted, found) or not holds(want.get('parameters') or {}, parameters):
        body = {'schedule': wanted}
        if want.get('parameters'):
            body['parameters'] = want['parameters']
        harbor.call('PUT', path, body)


def allowed_cves(harbor, cves):
    if cves is None:
        return
    have = harbor.get('/system/CVEAllowlist') or {}
    if sorted(cves) != sorted(item['cve_id'] for item in have.get('items') or []):
        harbor.call('PUT', '/system/CVEAllowlist', {'items': [{'cve_id': cve} for cve in sorted(cves)]})


def prune(harbor, path, have, wanted):
    for name, item in sorted(have.items()):
        if not managed(item) or name in wanted:
            continue
        try:
            harbor.call('DELETE', '%s/%d' % (path, item['id']))
        except Failure as error:
            # A project that is no longer described stays, and so does the registry behind it.
            if ': 412 ' not in str(error):
                raise
            print('kept, as it is in use:', path, name, flush=True)


def reconcile(harbor, state):
    """Does all it can; what fails is told in the end."""
    errors = []

    def attempt(what, step, *arguments):
        try:
            return step(*arguments)
        except Failure as error:
            told = str(error)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # Another version of Harbor, or something in front of it, answers otherwise.
            told = 'unexpected answer: %r' % error
        errors.append('%s: %s' % (what, told))
        print('failed:', what, told, file=sys.stderr, flush=True)
        return None

    registries = attempt('registries', all_registries, harbor) or {}
    for want in state['registries']:
        attempt('registry ' + want['name'], registry, harbor, want, registries)
    for want in state['projects']:
        attempt('project ' + want['name'], project, harbor, want, registries)
    projects = [want['name'] for want in state['projects']]
    for name in sorted({*projects, *(want['project'] for want in state['robots'])}):
        of = [want for want in state['robots'] if want['project'] == name]
        have = attempt('robot accounts of ' + name, robots, harbor, name)
        if have is None:
            continue
        for want in of:
            attempt('robot account ' + want['fullName'], robot, harbor, want, have)
        attempt('old robot accounts of ' + name, old_robots, harbor, have,
                {want['fullName'] for want in of})
    policies = attempt('replications', lambda: {
        policy['name']: policy for policy in harbor.list('/replication/policies')}) or {}
    for want in state['replications']:
        attempt('replication ' + want['name'], replication, harbor, want, policies, registries)
    for path, want in sorted(state['schedules'].items()):
        attempt('schedule ' + path, schedule, harbor, path, want)
    attempt('allowed CVEs', allowed_cves, harbor, state.get('allowedCves'))
    attempt('old replications', prune, harbor, '/replication/policies', policies,
            {want['name'] for want in state['replications']})
    attempt('old registries', prune, harbor, '/registries', registries,
            {want['name'] for want in state['registries']})
    return errors


def main():
    with open(os.environ['HARBOR_STATE'], encoding='utf-8') as file:
        state = json.load(file)
    harbor = Harbor(os.environ['HARBOR_URL'], 'admin', secret(os.environ['HARBOR_PASSWORD_FILE']),
                    os.environ.get('HARBOR_CA_FILE'))
    harbor.wait(int(os.environ.get('HARBOR_WAIT_SECONDS', '120')))
    errors = reconcile(harbor, state)
    print('%d changes, %d failures' % (len(harbor.writes), len(errors)), flush=True)
    return 1 if errors else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failure as error:
        sys.exit('failed: %s' % error)
`;
