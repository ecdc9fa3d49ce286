import type { Construct } from 'constructs';
import { Layer } from '../index';
import { ExternalSecrets, type ExternalSecretsProps } from './external-secrets';
import { Falco, interactiveAccess, type FalcoProps } from './falco';

export interface SecurityLayerProps {
  /** What watches running containers. @default 'falco' */
  readonly runtime?: 'falco' | 'none';
  /** What brings secrets to Pods. @default 'external-secrets' */
  readonly secrets?: 'external-secrets' | 'none';
  /** Settings of Falco. @default - terminals in the namespaces of this layer raise an alarm */
  readonly falco?: FalcoProps;
  /** Settings of External Secrets. @default - values are generated; no store is read */
  readonly externalSecrets?: ExternalSecretsProps;
}

/** Secrets that stand in no code, and eyes on what runs. */
export class SecurityLayer extends Layer {
  readonly externalSecrets: ExternalSecrets | undefined;
  readonly falco: Falco | undefined;

  constructor(scope: Construct, id: string, props: SecurityLayerProps = {}) {
    super(scope, id);
    if ((props.secrets ?? 'external-secrets') === 'external-secrets') {
      this.externalSecrets = new ExternalSecrets(this, 'external-secrets', props.externalSecrets);
    }
    if ((props.runtime ?? 'falco') === 'falco') {
      const watched = [this.externalSecrets?.namespace ?? [], props.falco?.namespace ?? 'falco'];
      this.falco = new Falco(this, 'falco', {
        rulePacks: [interactiveAccess(watched.flat())],
        ...props.falco,
      });
    }
  }
}
