import { definePlugin } from '@hostwright/sdk';
import { generic } from './generic.js';

export default definePlugin({ kind: 'product-type', create: () => generic });
