/** The first part of the program: what speaks to Harbor's API. Python's standard library only. */
export const RECONCILE_CLIENT = String.raw`"""Brings Harbor to the state that a JSON file describes; where nothing differs, nothing is written."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

MARK = '[managed by the platform]'
PAGE = 100


class Failure(Exception):
    """Something that Harbor refused, or that is not there."""


def basic(user, password):
    return 'Basic ' + base64.b64encode((user + ':' + password).encode()).decode()


def secret(path):
    """The value of a mounted Secret; nothing for no path."""
    if path is None:
        return None
    try:
        with open(path, encoding='utf-8') as file:
            return file.read().strip()
    except OSError as error:
        raise Failure('no secret at %s: %s' % (path, error.strerror)) from error


class Harbor:
    def __init__(self, url, user, password, authority=None):
        self.url = url.rstrip('/')
        self.authorization = basic(user, password)
        self.password = password
        self.context = ssl.create_default_context(cafile=authority) if authority else None
        self.writes = []

    def send(self, method, path, body=None, authorization=None):
        """One request; gives status and decoded body, whatever the status is."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header('Accept', 'application/json')
        request.add_header('Authorization', authorization or self.authorization)
        # Names of projects may look like numbers.
        request.add_header('X-Is-Resource-Name', 'true')
        if data is not None:
            request.add_header('Content-Type', 'application/json')
        try:
            with urllib.request.urlopen(request, timeout=60, context=self.context) as response:
                return response.status, response.read().decode(errors='replace')
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors='replace')
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error)

    def call(self, method, path, body=None):
        status, text = self.send(method, '/api/v2.0' + path, body)
        if status == 404 and method == 'GET':
            return None
        if not 200 <= status < 300:
            raise Failure('%s %s: %s %s' % (method, path, status, text.strip()[:500]))
        if method != 'GET':
            self.writes.append(method + ' ' + path)
            print('changed:', method, path, flush=True)
        try:
            return json.loads(text) if text.strip() else None
        except ValueError as error:
            raise Failure('%s %s: no JSON: %s' % (method, path, text.strip()[:200])) from error

    def get(self, path):
        return self.call('GET', path)

    def list(self, path):
        """All pages of a list."""
        found, page = [], 1
        while True:
            mark = '&' if '?' in path else '?'
            items = self.get('%s%spage=%d&page_size=%d' % (path, mark, page, PAGE)) or []
            found += items
            if len(items) < PAGE:
                return found
            page += 1

    def accepts(self, user, password):
        """Whether an account can log in; the registry's own address answers for no one else."""
        status, text = self.send('GET', '/v2/', authorization=basic(user, password))
        if status not in (200, 401):
            raise Failure('GET /v2/ as %s: %s %s' % (user, status, text.strip()[:200]))
        return status == 200

    def fingerprint(self, *values):
        """Tells whether secrets changed that Harbor never shows again; useless without its password."""
        text = '\0'.join(value or '' for value in values)
        return hmac.new(self.password.encode(), text.encode(), hashlib.sha256).hexdigest()[:12]

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while True:
            status, text = self.send('GET', '/api/v2.0/ping')
            if status == 200:
                return
            if time.monotonic() > end:
                raise Failure('Harbor does not answer at %s: %s %s' % (self.url, status, text[:200]))
            time.sleep(3)


def holds(wanted, found):
    """Whether all that is wanted is there; what Harbor adds does not count."""
    if not wanted and not found:
        return True
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            holds(value, found.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(
            holds(a, b) for a, b in zip(wanted, found))
    return wanted == found


def quoted(name):
    return urllib.parse.quote(name, safe='')


def managed(item):
    return MARK in (item.get('description') or '')
`;
