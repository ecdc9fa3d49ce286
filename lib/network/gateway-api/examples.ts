import type { Examples } from '../../index';
import { GatewayApi } from './gateway-api';

export const examples: Examples = {
  'from-the-project': (scope) => {
    new GatewayApi(scope, 'gateway-api');
  },

  'from-a-mirror': (scope) => {
    new GatewayApi(scope, 'gateway-api', {
      mirrorUrl: 'https://files.example.com/gateway-api/v{version}/standard-install.yaml',
    });
  },
};
