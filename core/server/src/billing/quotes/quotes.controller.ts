import { Controller } from '@nestjs/common';
import { moneyToJson } from '@hostwright/sdk';
import { operations, type Input, type Quote } from '@hostwright/sdk/http';
import { CurrentTenant, In, Operation } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { presentLine } from './quote.presenter.js';
import { Quotes } from './quotes.js';

@Controller()
export class QuotesController {
  private moment = { time: 0, text: '' };

  constructor(private readonly quotes: Quotes) {}

  @Operation(operations.createQuote)
  async create(@CurrentTenant() tenant: Tenant, @In() { body }: Input<typeof operations.createQuote>): Promise<Quote> {
    const { locale, ...choice } = body;
    const quote = await this.quotes.quote(tenant, choice, locale ?? tenant.locale);
    return {
      productId: choice.productId,
      planId: choice.planId,
      planVersion: quote.plan.version,
      period: choice.period,
      lines: quote.lines.map(presentLine),
      today: moneyToJson(quote.today),
      renewal: quote.renewal ? moneyToJson(quote.renewal) : null,
      token: quote.token,
      expiresAt: this.textOf(quote.expiresAt),
    };
  }

  private textOf(date: Date): string {
    const time = date.getTime();
    if (time !== this.moment.time) this.moment = { time, text: date.toISOString() };
    return this.moment.text;
  }
}
