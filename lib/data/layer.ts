import type { Construct } from 'constructs';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { CloudNativePg, type CloudNativePgProps } from './cloudnative-pg';
import { Valkey, type ValkeyProps } from './valkey';

export interface DataLayerProps {
  /** What runs PostgreSQL. @default 'cloudnative-pg' */
  readonly databases?: 'cloudnative-pg' | 'none';
  /** What runs caches that speak the protocol of Redis. @default 'valkey' */
  readonly caches?: 'valkey' | 'none';
  /** Settings of CloudNativePG. @default {} */
  readonly cloudNativePg?: CloudNativePgProps;
  /** Settings of Valkey. @default {} */
  readonly valkey?: ValkeyProps;
}

/** Databases and caches, one for each component that asks. */
export class DataLayer extends Layer {
  readonly cloudNativePg: CloudNativePg | undefined;
  readonly valkey: Valkey | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: DataLayerProps = {}) {
    super(scope, id);
    const { databases = 'cloudnative-pg', caches = 'valkey' } = props;
    const error = unusedSetting(props, {
      cloudNativePg: ['cloudnative-pg', databases === 'cloudnative-pg'],
      valkey: ['valkey', caches === 'valkey'],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (databases === 'cloudnative-pg') {
      this.cloudNativePg = new CloudNativePg(this, 'cloudnative-pg', props.cloudNativePg);
    }
    if (caches === 'valkey') this.valkey = new Valkey(this, 'valkey', props.valkey);
  }
}
