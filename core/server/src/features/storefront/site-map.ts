import type { Tenant } from '../../platform/tenancy/index.js';
import { addressOf } from './page-frame.js';

/** Every page that search engines may know, with its other languages. */
export function siteMap(tenant: Tenant, paths: readonly string[]): string {
  const entries = paths.flatMap(path => tenant.locales.map(locale => entry(tenant, path, locale)));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...entries,
    '</urlset>',
    '',
  ].join('\n');
}

/** Carts, accounts and the panel are nobody's business but their owner's. */
export function robots(tenant: Tenant): string {
  const hidden = ['/cart', '/checkout', '/cabinet', '/confirm-email', '/reset-password', '/admin', '/api/'];
  return ['User-agent: *', ...hidden.map(path => `Disallow: ${path}`), '', `Sitemap: ${tenant.url}/sitemap.xml`, ''].join('\n');
}

function entry(tenant: Tenant, path: string, locale: string): string {
  const alternates = tenant.locales.map(
    code => `<xhtml:link rel="alternate" hreflang="${code}" href="${escapeXml(addressOf(tenant, path, code))}"/>`,
  );
  return `<url><loc>${escapeXml(addressOf(tenant, path, locale))}</loc>${alternates.join('')}</url>`;
}

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
