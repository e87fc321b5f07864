import { definePlugin } from '@hostwright/sdk';
import { AcmeBox } from './acme-box.js';

export default definePlugin<'product-type'>({ kind: 'product-type', create: () => new AcmeBox() });
