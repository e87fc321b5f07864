import { effect, inject, Injectable, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { type Locale, pickLocale } from '@hostwright/kit';

export type Scheme = 'system' | 'light' | 'dark';

const SCHEMES: readonly Scheme[] = ['system', 'light', 'dark'];

/** Language, light or dark: the reader's choice, kept in this browser. */
@Injectable({ providedIn: 'root' })
export class Appearance {
  private readonly page = inject(DOCUMENT);
  private readonly wish = remembered('hw-admin-locale') ?? navigator.languages.find(isOurs) ?? null;
  private readonly chosenLocale = signal<Locale>(pickLocale(this.wish));
  private readonly chosenScheme = signal<Scheme>(SCHEMES.find(scheme => scheme === remembered('hw-admin-scheme')) ?? 'system');

  readonly locale = this.chosenLocale.asReadonly();
  readonly scheme = this.chosenScheme.asReadonly();

  constructor() {
    effect(() => {
      this.page.documentElement.lang = this.locale();
    });
    effect(() => {
      this.page.documentElement.dataset['scheme'] = this.scheme();
    });
  }

  speak(locale: Locale): void {
    this.chosenLocale.set(locale);
    remember('hw-admin-locale', locale);
  }

  /** The shop's language, for whoever has not chosen one and whose browser speaks none of ours. */
  suggest(locale: Locale): void {
    if (this.wish === null && remembered('hw-admin-locale') === null) this.chosenLocale.set(locale);
  }

  dress(scheme: Scheme): void {
    this.chosenScheme.set(scheme);
    remember('hw-admin-scheme', scheme);
  }

  /** Values of `--hw-*` that the shop overrides: its colour, its corners. */
  adopt(tokens: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(tokens)) {
      if (name.startsWith('--hw-')) this.page.documentElement.style.setProperty(name, value);
    }
  }
}

const isOurs = (language: string): boolean => pickLocale(language) !== 'en' || language.toLowerCase().startsWith('en');

/** A browser that forbids storage throws on every touch; the choice then lasts until the page is closed. */
function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}
