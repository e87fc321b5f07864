import { serverProviderContract } from '@hostwright/sdk/testing';
import plugin from '../src/index.js';
import { bench } from './acme-cloud.js';

serverProviderContract(plugin, { manifest: new URL('../plugin.json', import.meta.url), bench });
