import { paymentGatewayContract } from '@hostwright/sdk/testing';
import { describe } from 'vitest';
import stripe from '../src/index.js';
import { benchOf } from './bench.js';

const manifest = new URL('../plugin.json', import.meta.url);

describe("on Stripe's page", () => paymentGatewayContract(stripe, { manifest, bench: benchOf({ checkout: 'hosted' }) }));

describe('in the embedded form', () => paymentGatewayContract(stripe, { manifest, bench: benchOf({ checkout: 'embedded' }) }));
