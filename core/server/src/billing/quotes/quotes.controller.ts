import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { moneyToJson } from '@hostwright/sdk';
import { operations, type Input, type Quote } from '@hostwright/sdk/http';
import { Operation, readInput, tenantOf } from '../../platform/http/index.js';
import { presentLine } from './quote.presenter.js';
import { Quotes } from './quotes.js';

@Controller()
export class QuotesController {
  private moment = { time: 0, text: '' };

  constructor(private readonly quotes: Quotes) {}

  /** Reads the request itself: of all calls this one is made most often, and each decorated parameter waits for a promise. */
  @Operation(operations.createQuote)
  async create(@Req() request: FastifyRequest): Promise<Quote> {
    const tenant = tenantOf(request);
    const { locale, ...choice } = (readInput(request) as Input<typeof operations.createQuote>).body;
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
