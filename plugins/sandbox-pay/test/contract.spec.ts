import { paymentGatewayContract } from '@hostwright/sdk/testing';
import sandboxPay from '../src/index.js';
import { bench } from './bench.js';

paymentGatewayContract(sandboxPay, { manifest: new URL('../plugin.json', import.meta.url), bench });
