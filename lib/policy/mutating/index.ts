export type * from '../match';
export type {
  FailurePolicy,
  Operation,
  ParamKind,
  ParamRef,
  ResourceScope,
} from '../admission-kinds';
export * from './library/index';
export * from './mutating-policies';
export * from './words';
