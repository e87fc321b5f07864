import { notificationChannelContract } from '@hostwright/sdk/testing';
import plugin from '../src/index.js';
import { bench } from './acme-chat.js';

notificationChannelContract(plugin, { manifest: new URL('../plugin.json', import.meta.url), bench });
