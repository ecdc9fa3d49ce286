import { useArgoCd } from 'kubestrata/engines/argocd';
import { LayeredApp } from 'kubestrata/engines/cdk8s';
import { BOOTSTRAP, definePlatform } from './platform';

// The rest, for Git: Applications for releases beside the objects, in waves of the same order.
const app = new LayeredApp();
useArgoCd(app, { bootstrap: BOOTSTRAP, project: 'platform' });
export const platform = definePlatform(app);
app.synth();
