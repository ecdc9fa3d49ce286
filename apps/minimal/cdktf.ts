import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { definePlatform } from './platform';

// `cdktf deploy`: everything, in order, with one command. Providers and backend are yours: here
// the cluster is the one of a kubeconfig, and the state a file beside the definition.
const app = new App();
const stack = new TerraformStack(app, 'minimal');
new LocalBackend(stack, { path: 'terraform.minimal.tfstate' });
const configPath = process.env['KUBECONFIG'] ?? '~/.kube/config';
new HelmProvider(stack, 'helm', { kubernetes: { configPath } });
new KubernetesProvider(stack, 'kubernetes', { configPath });
export const platform = definePlatform(stack);
app.synth();
