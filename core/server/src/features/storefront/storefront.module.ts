import { Global, Module } from '@nestjs/common';
import { CatalogModule } from '../../billing/catalog/index.js';
import { ProblemPages } from '../../platform/http/index.js';
import { AssetsController } from './assets.controller.js';
import { ThemedProblemPages } from './problem-pages.js';
import { Shopfronts } from './shopfronts.js';
import { StorefrontController } from './storefront.controller.js';

/** Global for its problem pages, which the platform asks for without knowing who makes them. */
@Global()
@Module({
  imports: [CatalogModule],
  controllers: [StorefrontController, AssetsController],
  providers: [Shopfronts, { provide: ProblemPages, useClass: ThemedProblemPages }],
  exports: [ProblemPages],
})
export class StorefrontModule {}
