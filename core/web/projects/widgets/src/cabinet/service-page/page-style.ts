import { inject } from '@angular/core';
import { WIDGET_HOST } from '../../platform/host.js';
import styles from './service-page.css' with { loader: 'text' };

let sheet: CSSStyleSheet | undefined;

/** The style of this page comes with it, into the shadow root that stands already. Call it where components inject. */
export function dressPage(): void {
  const root = inject(WIDGET_HOST).root.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
