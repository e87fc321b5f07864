import { Module } from '@nestjs/common';
import { CustomerFigures } from './customer-figures.js';
import { CustomersController } from './customers.controller.js';

@Module({ controllers: [CustomersController], providers: [CustomerFigures] })
export class CustomersModule {}
