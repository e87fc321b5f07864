import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ShopWindow, type CatalogProduct } from '../../billing/catalog/index.js';
import { Clock } from '../../platform/clock/index.js';
import { cookiesOf } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { shopTexts, Themes, type ShopTexts } from '../../platform/themes/index.js';
import type { Shopfront } from './page-frame.js';
import { productView, type PricedProduct } from './plan-view.js';
import { visitorOf, type Visitor } from './visitor.js';

/** What a page needs to be drawn: the shop, its theme and words, what it sells, who is looking. */
export type PageSource = Shopfront & { readonly answers: readonly PricedProduct[] };

@Injectable()
export class Shopfronts {
  /** Texts are checked once for each version of a tenant, not for each visitor. */
  private readonly texts = new WeakMap<object, ShopTexts>();

  constructor(
    private readonly themes: Themes,
    private readonly window: ShopWindow,
    private readonly clock: Clock,
  ) {}

  visitor(tenant: Tenant, request: FastifyRequest): Visitor {
    return visitorOf(tenant, {
      query: request.query as Record<string, unknown>,
      cookies: cookiesOf(request),
      acceptLanguage: request.headers['accept-language'],
    });
  }

  async of(tenant: Tenant, visitor: Visitor): Promise<PageSource> {
    const texts = this.textsOf(tenant);
    const answers = (await this.window.onShow(tenant.id, visitor.locale)).map(pricedProduct);
    return {
      tenant,
      texts,
      theme: this.themes.of(tenant),
      visitor,
      products: answers.map(answer => productView(answer, visitor.currency, texts.highlighted[answer.slug])),
      answers,
      year: this.clock.now().getUTCFullYear(),
    };
  }

  /** A page without goods: what is drawn when even the catalogue may be out of reach. */
  bare(tenant: Tenant, visitor: Visitor): Shopfront {
    const texts = this.textsOf(tenant);
    return { tenant, texts, theme: this.themes.of(tenant), visitor, products: [], year: this.clock.now().getUTCFullYear() };
  }

  private textsOf(tenant: Tenant): ShopTexts {
    const known = this.texts.get(tenant.texts);
    if (known) return known;
    const texts = shopTexts(tenant.texts);
    this.texts.set(tenant.texts, texts);
    return texts;
  }
}

const pricedProduct = ({ slug, name, description, plans }: CatalogProduct): PricedProduct =>
  ({ slug, name, description, plans }) as unknown as PricedProduct;
