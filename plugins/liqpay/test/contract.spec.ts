import { paymentGatewayContract } from '@hostwright/sdk/testing';
import { bench, withBrowser } from './bench.js';

paymentGatewayContract(withBrowser, { manifest: new URL('../plugin.json', import.meta.url), bench });
