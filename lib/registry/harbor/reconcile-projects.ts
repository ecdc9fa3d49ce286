/** The second part of the program: projects and what belongs to them. */
export const RECONCILE_PROJECTS = String.raw`

def project(harbor, want, registries):
    path = '/projects/' + quoted(want['name'])
    have = harbor.get(path)
    if have is None:
        body = {'project_name': want['name'], 'metadata': want['metadata']}
        if want.get('storageLimit') is not None:
            body['storage_limit'] = want['storageLimit']
        if want.get('registry'):
            body['registry_id'] = registry_id(registries, want['registry'])
        harbor.call('POST', '/projects', body)
        have = harbor.get(path)
        if have is None:
            raise Failure('project %s was made and is not there' % want['name'])
    elif want.get('registry') and have.get('registry_id') != registry_id(registries, want['registry']):
        raise Failure('project %s is no proxy cache of %s, and cannot become one; name it otherwise'
                      % (want['name'], want['registry']))
    wanted = {'metadata': want['metadata']}
    if want.get('allowedCves') is not None:
        items = [{'cve_id': cve} for cve in sorted(want['allowedCves'])]
        wanted['cve_allowlist'] = {'items': items}
        have.setdefault('cve_allowlist', {})['items'] = sorted(
            (have.get('cve_allowlist') or {}).get('items') or [], key=lambda item: item['cve_id'])
    if not holds(wanted, have):
        harbor.call('PUT', path, wanted)
    quota(harbor, want, have)
    members(harbor, path, want)
    retention(harbor, want, have)
    immutable(harbor, path, want)
    webhooks(harbor, path, want)


def quota(harbor, want, have):
    if want.get('storageLimit') is None:
        return
    found = harbor.list('/quotas?reference=project&reference_id=%d' % have['project_id'])
    hard = {'storage': want['storageLimit']}
    for item in found:
        if not holds(hard, item.get('hard')):
            harbor.call('PUT', '/quotas/%d' % item['id'], {'hard': hard})


def members(harbor, path, want):
    """Groups are as described; people whom an administrator added stay."""
    if want.get('members') is None:
        return
    have = {m['entity_name']: m for m in harbor.list(path + '/members') if m['entity_type'] == 'g'}
    for group, role in sorted(want['members'].items()):
        found = have.pop(group, None)
        if found is None:
            harbor.call('POST', path + '/members', {
                'role_id': role, 'member_group': {'group_name': group, 'group_type': 3}})
        elif found['role_id'] != role:
            harbor.call('PUT', '%s/members/%d' % (path, found['id']), {'role_id': role})
    for _, found in sorted(have.items()):
        harbor.call('DELETE', '%s/members/%d' % (path, found['id']))


def retention(harbor, want, have):
    if want.get('retention') is None:
        return
    policy = dict(want['retention'], scope={'level': 'project', 'ref': have['project_id']})
    number = (have.get('metadata') or {}).get('retention_id')
    if not number:
        harbor.call('POST', '/retentions', policy)
    elif not holds(policy, harbor.get('/retentions/' + str(number))):
        harbor.call('PUT', '/retentions/' + str(number), policy)


def immutable(harbor, path, want):
    """Rules have no names: those that are not wanted go, those that are missing come."""
    if want.get('immutable') is None:
        return
    path += '/immutabletagrules'
    left = harbor.list(path)
    for rule in want['immutable']:
        same = next((found for found in left if holds(rule, found)), None)
        if same is None:
            harbor.call('POST', path, rule)
        else:
            left.remove(same)
    for found in left:
        harbor.call('DELETE', '%s/%d' % (path, found['id']))


def webhooks(harbor, path, want):
    path += '/webhook/policies'
    have = {hook['name']: hook for hook in harbor.list(path)}
    for hook in want.get('webhooks') or []:
        target = dict(hook['target'], auth_header=secret(hook.get('authorizationFile')) or '')
        body = {'name': hook['name'], 'description': MARK, 'enabled': True,
                'event_types': sorted(hook['events']), 'targets': [target]}
        found = have.pop(hook['name'], None)
        if found is None:
            harbor.call('POST', path, body)
            continue
        found['event_types'] = sorted(found.get('event_types') or [])
        if not holds(body, found):
            harbor.call('PUT', '%s/%d' % (path, found['id']), body)
    for _, found in sorted(have.items()):
        if managed(found):
            harbor.call('DELETE', '%s/%d' % (path, found['id']))


def robots(harbor, name):
    """Accounts of a project, by their whole names."""
    found = harbor.get('/projects/' + quoted(name))
    if found is None:
        raise Failure('project %s of robot accounts is not there' % name)
    query = urllib.parse.quote('Level=project,ProjectID=%d' % found['project_id'])
    return {robot['name']: robot for robot in harbor.list('/robots?q=' + query)}


def old_robots(harbor, have, wanted):
    for name, robot in sorted(have.items()):
        if managed(robot) and name not in wanted:
            harbor.call('DELETE', '/robots/%d' % robot['id'])


def robot(harbor, want, have):
    """An account with the rights and the password that are wanted."""
    password = secret(want['secretFile'])
    permission = {'kind': 'project', 'namespace': want['project'], 'access': want['access']}
    body = {'name': want['name'], 'description': MARK, 'level': 'project', 'disable': False,
            'duration': want['duration'], 'permissions': [permission]}
    found = have.get(want['fullName'])
    if found is None:
        made = harbor.call('POST', '/robots', body)
        harbor.call('PATCH', '/robots/%d' % made['id'], {'secret': password})
        return
    rights = lambda robot: sorted((a['resource'], a['action'])
                                  for p in robot.get('permissions') or [] for a in p.get('access') or [])
    same = all((found.get(key) or False) == body[key] for key in ('description', 'disable', 'duration'))
    if not same or rights(found) != rights(body):
        harbor.call('PUT', '/robots/%d' % found['id'], dict(body, name=found['name']))
    elif 0 < (found.get('expires_at') or 0) < time.time():
        raise Failure('expired; give it more days, or none')
    if not harbor.accepts(found['name'], password):
        harbor.call('PATCH', '/robots/%d' % found['id'], {'secret': password})
`;
