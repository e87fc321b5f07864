import { definePlugin } from '@hostwright/sdk';
import { sharedHosting } from './shared-hosting.js';

export default definePlugin({ kind: 'product-type', create: () => sharedHosting });
