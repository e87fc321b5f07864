import { definePlugin } from '@hostwright/sdk';
import { vps } from './vps.js';

export default definePlugin({ kind: 'product-type', create: () => vps });
