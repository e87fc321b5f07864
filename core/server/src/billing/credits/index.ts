import { Module } from '@nestjs/common';
import { CreditsController } from './credits.controller.js';
import { Credits } from './credits.js';

export { Credits, type CreditMove } from './credits.js';

@Module({ controllers: [CreditsController], providers: [Credits], exports: [Credits] })
export class CreditsModule {}
