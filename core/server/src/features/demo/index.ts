import { Module } from '@nestjs/common';
import { CatalogModule } from '../../billing/catalog/index.js';
import { Demo } from './demo.js';

export { Demo } from './demo.js';

@Module({ imports: [CatalogModule], providers: [Demo], exports: [Demo] })
export class DemoModule {}
