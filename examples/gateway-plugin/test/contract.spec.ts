import { paymentGatewayContract } from '@hostwright/sdk/testing';
import acmePay from '../src/index.js';
import { acme } from './acme.js';

paymentGatewayContract(acmePay, { manifest: new URL('../plugin.json', import.meta.url), bench: acme });
