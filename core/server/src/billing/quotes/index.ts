import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { QuotesController } from './quotes.controller.js';
import { Quotes } from './quotes.js';

export { Mac } from './mac.js';
export { presentLine, readLine, type LineJson } from './quote.presenter.js';
export { Quotes, type Choice, type PricedChoice } from './quotes.js';

@Module({ imports: [CatalogModule], controllers: [QuotesController], providers: [Quotes], exports: [Quotes] })
export class QuotesModule {}
