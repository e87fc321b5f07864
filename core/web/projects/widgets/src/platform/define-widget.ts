import type { ApplicationRef, Type } from '@angular/core';
import { createCustomElement } from '@angular/elements';
import { createApplication } from '@angular/platform-browser';
import { shadowStrategy } from './shadow-strategy.js';

let application: Promise<ApplicationRef> | undefined;

/** Makes a component a custom element. All widgets of a page share one application. */
export async function defineWidget(tag: string, component: Type<unknown>, styles: readonly string[]): Promise<void> {
  application ??= createApplication();
  const ready = await application;
  if (customElements.get(tag)) return;
  const strategyFactory = shadowStrategy(ready, component, styles.map(sheet));
  customElements.define(tag, createCustomElement(component, { injector: ready.injector, strategyFactory }));
}

const sheets = new Map<string, CSSStyleSheet>();

function sheet(text: string): CSSStyleSheet {
  const known = sheets.get(text);
  if (known) return known;
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  sheets.set(text, made);
  return made;
}
