import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  ViewContainerRef,
  type ComponentRef,
} from '@angular/core';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import type { View } from './cabinet-view.js';
import type { ServiceView } from './service-view.js';

/** Where the page of a service stands: it is fetched when the first one is opened, so that lists come without it. */
@Component({
  selector: 'hw-service-place',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (isLost()) {
      <hw-notice tone="danger">
        <p>{{ texts().text('problem.offline') }}</p>
        <button class="button small" type="button" (click)="load()">{{ texts().text('retry') }}</button>
      </hw-notice>
    } @else if (!page()) {
      <div class="skeleton cabinet-skeleton" aria-busy="true"></div>
    }
  `,
})
export class ServicePlace {
  readonly shop = input.required<ShopContext>();
  readonly serviceId = input.required<string>();
  readonly texts = input.required<SharedTexts>();
  readonly opened = output<View>();

  protected readonly isLost = signal(false);
  protected readonly page = signal<ComponentRef<ServiceView> | undefined>(undefined);
  private readonly place = inject(ViewContainerRef);
  private hasLeft = false;

  constructor() {
    untracked(() => void this.load());
    effect(() => {
      const page = this.page();
      if (page) this.fill(page);
    });
    inject(DestroyRef).onDestroy(() => (this.hasLeft = true));
  }

  protected async load(): Promise<void> {
    this.isLost.set(false);
    try {
      const { ServiceView: page } = await import('./service-view.js');
      if (this.hasLeft) return;
      const made = this.place.createComponent(page);
      this.fill(made);
      made.instance.opened.subscribe(view => this.opened.emit(view));
      this.page.set(made);
    } catch (error) {
      // A part of the page that cannot be fetched is a lost connection, or a shop that has just got a new version.
      if (!(error instanceof TypeError)) throw error;
      this.isLost.set(true);
    }
  }

  private fill(page: ComponentRef<ServiceView>): void {
    page.setInput('shop', this.shop());
    page.setInput('serviceId', this.serviceId());
    page.setInput('texts', this.texts());
  }
}
