/** Where a secret value is: a key of a Kubernetes Secret. Secrets are referred to, never written. */
export interface SecretRef {
  /** Name of the Secret, in the namespace of whoever reads it. */
  readonly name: string;
  /** Key within the Secret's data. */
  readonly key: string;
}
