/** Name of the release, which the chart puts before all names. */
export const RELEASE = 'teleport';

const labels = (component: string) => ({
  'app.kubernetes.io/component': component,
  'app.kubernetes.io/instance': RELEASE,
});

/** Labels of the auth service's Pods. */
export const AUTH_LABELS = labels('auth');

/** Labels of the proxies' Pods. */
export const PROXY_LABELS = labels('proxy');

/** Labels of the operator's Pods. */
export const OPERATOR_LABELS = labels('operator');

/** Port of the proxies' Pods: everything comes in by it. */
export const PROXY_PORT = 3080;
