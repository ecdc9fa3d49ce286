import { allowedRegistries } from './allowed-registries';
import { disruptionBudget } from './disruption-budget';
import { gatewayTls } from './gateway-tls';
import { imageTag } from './image-tag';
import { ingressTls } from './ingress-tls';
import { loadBalancerServices } from './load-balancer-services';
import { noExternalIps } from './no-external-ips';
import { noHostPath } from './no-host-path';
import { noInteractiveExec } from './no-interactive-exec';
import { noWildcardRbac } from './no-wildcard-rbac';
import { nodePortServices } from './node-port-services';
import { probesRequired } from './probes-required';
import { protectedNamespaces } from './protected-namespaces';
import { protectedObjects } from './protected-objects';
import { replicas } from './replicas';
import { requestsAndLimits } from './requests-and-limits';
import { requiredLabels } from './required-labels';
import { serviceAccountToken } from './service-account-token';
import { storageClasses } from './storage-classes';
import { volumeSize } from './volume-size';

/** Policies beside the Pod Security Standards, each off until it is asked for. */
export const bestPractices = {
  'allowed-registries': allowedRegistries,
  'disruption-budget': disruptionBudget,
  'gateway-tls': gatewayTls,
  'image-tag': imageTag,
  'ingress-tls': ingressTls,
  'load-balancer-services': loadBalancerServices,
  'no-external-ips': noExternalIps,
  'no-host-path': noHostPath,
  'no-interactive-exec': noInteractiveExec,
  'no-wildcard-rbac': noWildcardRbac,
  'node-port-services': nodePortServices,
  'probes-required': probesRequired,
  'protected-namespaces': protectedNamespaces,
  'protected-objects': protectedObjects,
  replicas,
  'requests-and-limits': requestsAndLimits,
  'required-labels': requiredLabels,
  'service-account-token': serviceAccountToken,
  'storage-classes': storageClasses,
  'volume-size': volumeSize,
};
