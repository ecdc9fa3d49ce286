import { LayeredApp } from 'kubestrata/engines/cdk8s';
import { definePlatform } from './platform';

// `cdk8s synth`: the manifests, one file a component in a folder a layer, for reviews and GitOps.
const app = new LayeredApp();
export const platform = definePlatform(app);
app.synth();
