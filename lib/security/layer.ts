import type { Construct } from 'constructs';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { ExternalSecrets, type ExternalSecretsProps } from './external-secrets';
import { Falco, interactiveAccess, type FalcoProps } from './falco';
import { Tracee, type TraceeProps } from './tracee';
import { Vault, type VaultProps } from './vault';

export interface SecurityLayerProps {
  /** What watches running containers. @default 'falco' */
  readonly runtime?: 'falco' | 'tracee' | 'none';
  /** What brings secrets to Pods. @default 'external-secrets' */
  readonly secrets?: 'external-secrets' | 'none';
  /** What keeps secrets that people write. @default 'none', or 'openbao' where `vault` is given */
  readonly secretStore?: 'openbao' | 'vault' | 'none';
  /** Settings of Falco. @default - terminals in the namespaces of this layer raise an alarm */
  readonly falco?: FalcoProps;
  /** Settings of Tracee. @default {} */
  readonly tracee?: TraceeProps;
  /** Settings of External Secrets. @default - values are generated; it reads the secret store, if there is one */
  readonly externalSecrets?: ExternalSecretsProps;
  /** Settings of the secret store. @default {} */
  readonly vault?: Omit<VaultProps, 'distribution'>;
}

/** Secrets that stand in no code, and eyes on what runs. */
export class SecurityLayer extends Layer {
  readonly externalSecrets: ExternalSecrets | undefined;
  readonly vault: Vault | undefined;
  readonly falco: Falco | undefined;
  readonly tracee: Tracee | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: SecurityLayerProps = {}) {
    super(scope, id);
    const { runtime = 'falco', secrets = 'external-secrets' } = props;
    const { secretStore = props.vault ? 'openbao' : 'none' } = props;
    const error = unusedSetting(props, {
      falco: ['falco', runtime === 'falco'],
      tracee: ['tracee', runtime === 'tracee'],
      externalSecrets: ['external-secrets', secrets === 'external-secrets'],
      vault: ['openbao', secretStore !== 'none'],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (secrets === 'external-secrets') {
      this.externalSecrets = new ExternalSecrets(this, 'external-secrets', props.externalSecrets);
    }
    if (secretStore !== 'none') {
      this.vault = new Vault(this, 'vault', { ...props.vault, distribution: secretStore });
    }
    if (runtime === 'falco') {
      const own = [this.externalSecrets, this.vault].flatMap((component) =>
        component ? [component.namespace] : [],
      );
      this.falco = new Falco(this, 'falco', {
        rulePacks: [interactiveAccess([...own, props.falco?.namespace ?? 'falco'])],
        ...props.falco,
      });
    }
    if (runtime === 'tracee') this.tracee = new Tracee(this, 'tracee', props.tracee);
  }
}
