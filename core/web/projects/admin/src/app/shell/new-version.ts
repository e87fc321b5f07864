import { inject } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import type { NavigationError } from '@angular/router';
import { isMissingScreen } from './missing-screen.js';

const RETRIED = 'hw-admin-reloaded';

/** Where this page was loaded anew for; read at once, because the router soon writes a state of its own. */
const retried = (globalThis.history?.state as Readonly<Record<string, unknown>> | null)?.[RETRIED];

/**
 * A screen that cannot be fetched usually means that a newer panel was installed under an open tab: its files have other
 * names. The page is loaded anew at the same place, once; a second failure in a row is left to be seen.
 */
export function loadNewVersion(error: NavigationError): void {
  const page = inject(DOCUMENT).defaultView;
  if (!page || !isMissingScreen(error.error)) return;
  if (retried === error.url) return;
  page.history.replaceState({ [RETRIED]: error.url }, '', new URL(`.${error.url}`, page.document.baseURI));
  page.location.reload();
}
