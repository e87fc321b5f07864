import { paymentGatewayContract } from '@hostwright/sdk/testing';
import plugin from '../src/index.js';
import { bench } from './acme-pay.js';

paymentGatewayContract(plugin, { manifest: new URL('../plugin.json', import.meta.url), bench });
