import { escapeHtml } from '../../platform/http/index.js';

export interface ConsolePageFacts {
  readonly shopName: string;
  readonly locale: string;
  /** Style sheets of the theme and of the shop; both come from files and values that were checked by type. */
  readonly tokens: string;
}

/** Script from here alone. The terminal brings its colours as style elements, so those may stand in the page. */
export const consolePolicy = (...socketOrigins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${[...new Set(socketOrigins)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Everything in it is the same for everybody: what the page shows comes over its socket. */
export function consolePage({ shopName, locale, tokens }: ConsolePageFacts): string {
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(shopName)}</title>
<link rel="icon" href="/favicon.svg">
<style>${tokens}</style>
<link rel="stylesheet" href="/console/assets/console.css">
<script type="module" src="/console/assets/console.js"></script>
</head>
<body data-shop="${escapeHtml(shopName)}"><main id="console"></main></body>
</html>
`;
}
