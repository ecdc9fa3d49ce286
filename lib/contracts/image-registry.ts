import type { Construct } from 'constructs';
import { Capability, type Destination, type SecretRef } from '../kernel';

/** Where a public registry's images come from instead. */
export interface RegistryMirror {
  /** The public registry: `docker.io`. */
  readonly upstream: string;
  /** Host and path prefix that serve the same images: `harbor.example.com/dockerhub`. */
  readonly mirror: string;
}

/** A place for images that a component asks for. */
export interface RepositoryRequest {
  /** Project, the first part of the path: `shop`. Made if there is none. */
  readonly project: string;
  /** Namespace of the Pods that push or pull, where the account's Secret will be. */
  readonly namespace: string;
  /** Secret of type `kubernetes.io/dockerconfigjson`. @default - `registry-<project>` */
  readonly secretName?: string;
  /** @default 'pull' */
  readonly access?: 'pull' | 'push';
}

/** A place for images, with the account to use it. */
export interface Repository {
  /** `harbor.example.com/shop`: image names follow after a slash. */
  readonly prefix: string;
  /** Docker configuration with the account, in the requester's namespace. */
  readonly credentials: SecretRef;
}

/** Keeps images: the organization's own, and copies of public ones. */
export interface Registry {
  /** Host under which nodes and people know it: `harbor.example.com`. */
  readonly host: string;
  /** Public registries whose images it serves. May grow: read it late. */
  readonly mirrors: readonly RegistryMirror[];
  /** Authority that signed its certificate, PEM. @default - one that nodes trust already */
  readonly caCertificates?: string;
  /** Where connections lead, for network rules. */
  readonly destination: Destination;
  /** Has a place made, and an account for it; what is drawn stands below `scope`. */
  repository(scope: Construct, request: RepositoryRequest): Repository;
}

export const ImageRegistry = new Capability<Registry>('image-registry', 'an image registry');
