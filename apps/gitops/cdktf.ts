import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { useCdktf } from 'kubestrata/engines/cdktf';
import { BOOTSTRAP, definePlatform } from './platform';

// `cdktf deploy`, once for a new cluster: the bootstrap, with Argo CD, which takes over from here.
const app = new App();
const stack = new TerraformStack(app, 'gitops');
new LocalBackend(stack, { path: 'terraform.gitops.tfstate' });
const configPath = process.env['KUBECONFIG'] ?? '~/.kube/config';
new HelmProvider(stack, 'helm', { kubernetes: { configPath } });
new KubernetesProvider(stack, 'kubernetes', { configPath });
useCdktf(stack, { bootstrap: BOOTSTRAP });
export const platform = definePlatform(stack);
app.synth();
