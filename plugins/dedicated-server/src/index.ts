import { definePlugin } from '@hostwright/sdk';
import { dedicatedServer } from './dedicated-server.js';

export default definePlugin({ kind: 'product-type', create: () => dedicatedServer });
