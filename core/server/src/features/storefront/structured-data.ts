import { formatDecimal, moneyFromJson } from '@hostwright/sdk';
import { localizedText } from '../../platform/themes/index.js';
import { addressOf, type Shopfront } from './page-frame.js';
import type { ProductView } from './plan-view.js';

const CONTEXT = 'https://schema.org';

/** Who the company is, for search engines. */
export function organisation({ tenant, texts, visitor }: Shopfront): object {
  return {
    '@context': CONTEXT,
    '@type': 'Organization',
    name: tenant.name,
    legalName: tenant.legal.name,
    url: addressOf(tenant, '/', visitor.locale),
    description: localizedText(texts.description, visitor.locale),
    email: texts.support?.email ?? tenant.legal.email,
    ...(texts.foundedIn !== undefined && { foundingDate: String(texts.foundedIn) }),
    address: {
      '@type': 'PostalAddress',
      streetAddress: tenant.legal.street,
      postalCode: tenant.legal.postalCode,
      addressLocality: tenant.legal.city,
      addressCountry: tenant.legal.country,
    },
  };
}

/** What a product costs by the month, plan by plan, for search engines. */
export function offers({ tenant, visitor }: Shopfront, product: ProductView): object {
  const url = addressOf(tenant, product.href, visitor.locale);
  return {
    '@context': CONTEXT,
    '@type': 'Product',
    name: product.name,
    description: product.description,
    brand: { '@type': 'Brand', name: tenant.name },
    offers: product.plans.map(plan => ({
      '@type': 'Offer',
      name: plan.name,
      url,
      price: formatDecimal(moneyFromJson(plan.month)),
      priceCurrency: plan.month.currency,
      availability: `${CONTEXT}/${plan.isSoldOut ? 'OutOfStock' : 'InStock'}`,
      priceSpecification: {
        '@type': 'UnitPriceSpecification',
        price: formatDecimal(moneyFromJson(plan.month)),
        priceCurrency: plan.month.currency,
        referenceQuantity: { '@type': 'QuantitativeValue', value: 1, unitCode: 'MON' },
      },
    })),
  };
}
