export type * from '../match';
export type {
  FailurePolicy,
  Operation,
  ParamKind,
  ParamRef,
  ResourceScope,
} from '../admission-kinds';
export * from './admission-policies';
export * from './exemptions';
export * from './pod-control';
export * from './rollout';
export * from './selection';
export * from './words';
