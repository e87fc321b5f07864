import { paymentGatewayContract } from '@hostwright/sdk/testing';
import paypal from '../src/index.js';
import { bench } from './bench.js';

paymentGatewayContract(paypal, { manifest: new URL('../plugin.json', import.meta.url), bench });
