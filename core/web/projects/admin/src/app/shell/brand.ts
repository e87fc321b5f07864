import { computed, effect, inject, Injectable } from '@angular/core';
import { API } from '../access/connection.js';
import { Reading } from '../state/reading.js';
import { Appearance } from './appearance.js';

/** The shop on whose host the panel is open: its name, its sign, its colours. */
@Injectable({ providedIn: 'root' })
export class Brand {
  private readonly api = inject(API);
  private readonly appearance = inject(Appearance);
  private readonly shop = new Reading(() => this.api.call('getShop'));

  readonly name = computed(() => this.shop.value()?.name ?? '');
  readonly logoUrl = computed(() => this.shop.value()?.logoUrl ?? undefined);

  constructor() {
    void this.shop.load();
    effect(() => {
      const shop = this.shop.value();
      if (!shop) return;
      this.appearance.adopt(shop.tokens);
      this.appearance.suggest(shop.locale);
    });
  }
}
