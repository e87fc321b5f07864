import { InjectionToken } from '@angular/core';

export interface WidgetHost {
  /** The custom element on the page: events go out from it. */
  readonly element: HTMLElement;
  /** The first element inside its shadow root: the theme is set on it. */
  readonly root: HTMLElement;
}

export const WIDGET_HOST = new InjectionToken<WidgetHost>('widget host');
