import type { TrivyOperatorProps } from './trivy-operator';

const DURATION = /^(\d+(s|m|h))+$/;
const CRON = /^\S+( \S+){4}$/;
const QUANTITY = /^\d+(\.\d+)?([kMGT]i?)?$/;

/** What is wrong with the props, or `undefined`. */
export function optionError(props: TrivyOperatorProps): string | undefined {
  const { concurrentScans, criticalThreshold, severities, compliance, registrySecrets } = props;
  if (concurrentScans !== undefined && !isCount(concurrentScans)) {
    return `concurrentScans '${concurrentScans}' is no number of scans; give 1 or more`;
  }
  if (criticalThreshold !== undefined && !(criticalThreshold >= 0)) {
    return `criticalThreshold '${criticalThreshold}' is no number of vulnerabilities; give 0 or more`;
  }
  if (severities?.length === 0) return 'severities are none; name one, or leave them out';
  const twice = compliance?.find((spec, i) => compliance.indexOf(spec) !== i);
  if (twice !== undefined) return `compliance names '${twice}' twice; name it once`;
  const empty = Object.entries(registrySecrets ?? {}).find(([, names]) => names.length === 0);
  if (empty) {
    return `registrySecrets of namespace '${empty[0]}' are none; name one, or leave it out`;
  }
  const port = props.registryPorts?.find((p) => !isCount(p) || p > 65535);
  return port === undefined
    ? formError(props)
    : `registryPorts has '${port}', which is no port; give one of 1 to 65535`;
}

/** What has not the form that it must have. */
function formError(props: TrivyOperatorProps): string | undefined {
  const { scanTimeout, reportTtl, complianceSchedule, databaseSize } = props;
  const forms: [string, string | undefined, RegExp, string][] = [
    ['scanTimeout', scanTimeout, DURATION, 'no duration; write it as `10m`'],
    ['reportTtl', reportTtl, DURATION, 'no duration; write it as `24h`'],
    ['complianceSchedule', complianceSchedule, CRON, 'not cron; write it as `0 */6 * * *`'],
    ['databaseSize', databaseSize, QUANTITY, 'no quantity; write it as `5Gi`'],
  ];
  const odd = forms.find(([, text, form]) => text !== undefined && !form.test(text));
  return odd && `${odd[0]} '${odd[1] ?? ''}' is ${odd[3]}`;
}

const isCount = (n: number): boolean => Number.isInteger(n) && n > 0;
