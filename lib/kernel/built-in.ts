import type { ClusterRoleBinding as Binding, PolicyRule } from 'kubernetes-types/rbac/v1';
import type { DaemonSetSpec, DeploymentSpec } from 'kubernetes-types/apps/v1';
import type { CronJobSpec, JobSpec } from 'kubernetes-types/batch/v1';
import type { ServiceSpec } from 'kubernetes-types/core/v1';
import type { NetworkPolicySpec } from 'kubernetes-types/networking/v1';
import type { PodDisruptionBudgetSpec } from 'kubernetes-types/policy/v1';
import type { StorageClass as StorageClassObject } from 'kubernetes-types/storage/v1';
import type { Kind } from './kind';

// Kinds of the API server itself that components draw. Types only: nothing is loaded for them.

export const ConfigMap: Kind<{ data: Readonly<Record<string, string>> }> = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
};

export const ServiceAccount: Kind<{ automountServiceAccountToken?: boolean }> = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
};

export const Service: Kind<{ spec: ServiceSpec }> = { apiVersion: 'v1', kind: 'Service' };

export const Deployment: Kind<{ spec: DeploymentSpec }> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
};

export const DaemonSet: Kind<{ spec: DaemonSetSpec }> = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
};

export const Job: Kind<{ spec: JobSpec }> = { apiVersion: 'batch/v1', kind: 'Job' };

export const CronJob: Kind<{ spec: CronJobSpec }> = { apiVersion: 'batch/v1', kind: 'CronJob' };

export const NetworkPolicy: Kind<{ spec: NetworkPolicySpec }> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
};

export const PodDisruptionBudget: Kind<{ spec: PodDisruptionBudgetSpec }> = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
};

export const Role: Kind<{ rules: PolicyRule[] }> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
};

export const RoleBinding: Kind<Pick<Binding, 'roleRef' | 'subjects'>> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
};

export const ClusterRole: Kind<{ rules: PolicyRule[] }> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  namespaced: false,
};

export const ClusterRoleBinding: Kind<Pick<Binding, 'roleRef' | 'subjects'>> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  namespaced: false,
};

/** What describes a class of volumes. */
export type StorageClassBody = Omit<StorageClassObject, 'apiVersion' | 'kind' | 'metadata'>;

export const StorageClass: Kind<StorageClassBody> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  namespaced: false,
};
