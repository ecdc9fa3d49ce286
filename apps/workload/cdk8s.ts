import { App } from 'cdk8s';
import { Shop } from './shop';

// An application team's own repository: `cdk8s synth`, no platform needed.
const app = new App({ outputFileExtension: '.yaml' });
new Shop(app, 'shop', {
  host: 'shop.k8s.example.com',
  image:
    'harbor.k8s.example.com/storefront/shop:2.4.1@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
});
app.synth();
