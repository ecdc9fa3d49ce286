import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App as TerraformApp, LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Layer, Platform, type PlatformProps } from '../../lib';
import { useArgoCd } from '../../lib/engines/argocd';
import { LayeredApp } from '../../lib/engines/cdk8s';

/** What is defined below a platform, in any engine's tree. */
export type Definition = (scope: Construct) => void;

/** A synthesized tree: text files by path, and the platform that they were made from. */
export interface Output {
  readonly platform: Platform;
  readonly files: ReadonlyMap<string, string>;
}

export interface TreeOptions extends PlatformProps {
  /** Layer that the definition stands in. @default - directly below the platform */
  readonly layer?: string;
}

const DEFAULTS: PlatformProps = { domain: 'k8s.example.com' };

/** Below a cdk8s App: one YAML file a component. */
export function cdk8sTree(define: Definition, options: TreeOptions = {}): Output {
  return inFolder((outdir) => {
    const app = new LayeredApp({ outdir });
    const platform = define_(app, define, options);
    app.synth();
    return platform;
  });
}

/** Below a cdk8s App that is delivered by Argo CD: Applications beside the objects. */
export function argoCdTree(define: Definition, options: TreeOptions = {}): Output {
  return inFolder((outdir) => {
    const app = new LayeredApp({ outdir });
    useArgoCd(app);
    const platform = define_(app, define, options);
    app.synth();
    return platform;
  });
}

/** Below a TerraformStack: Terraform JSON and the local charts. */
export function cdktfTree(define: Definition, options: TreeOptions = {}): Output {
  return inFolder((outdir) => {
    const app = new TerraformApp({ outdir });
    const stack = new TerraformStack(app, 'cluster');
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    new HelmProvider(stack, 'helm', {});
    new KubernetesProvider(stack, 'kubernetes', {});
    const platform = define_(stack, define, options);
    app.synth();
    return platform;
  });
}

/** Every engine by its name. */
export const TREES = { cdk8s: cdk8sTree, cdktf: cdktfTree, argocd: argoCdTree } as const;

function define_(root: Construct, define: Definition, options: TreeOptions): Platform {
  const { layer, ...props } = options;
  const platform = new Platform(root, 'platform', { ...DEFAULTS, ...props });
  define(layer === undefined ? platform : new Layer(platform, layer));
  return platform;
}

function inFolder(synth: (outdir: string) => Platform): Output {
  const outdir = mkdtempSync(join(tmpdir(), 'kubestrata-'));
  try {
    const platform = synth(outdir);
    return { platform, files: textFiles(outdir) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function textFiles(root: string, folder = root): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      for (const [file, text] of textFiles(root, path)) files.set(file, text);
    } else files.set(relative(root, path), readFileSync(path, 'utf8'));
  }
  return files;
}
