export * from './layer';
export type { NetworkLayerProps } from './layer-props';
