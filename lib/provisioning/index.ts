export * from './layer';
export type { ProvisioningLayerProps } from './layer-props';
