import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { ServiceSteps } from '../service/service-steps.js';
import { stateOf } from '../service/service-watch.js';
import { Icon, type IconName } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { StateBadge } from '../ui/state-badge.js';
import type { View } from './cabinet-view.js';
import { RenewalView } from './renewal-view.js';
import { ServiceControl, type Action } from './service-control.js';

const ICONS: Readonly<Record<Action, IconName>> = { start: 'play', stop: 'power', restart: 'restart' };

/** One service: state and actions on top, access data, then what it is and what was done. */
@Component({
  selector: 'hw-service-view',
  imports: [Icon, Notice, RenewalView, ServiceSteps, StateBadge],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './service-view.html',
})
export class ServiceView {
  readonly shop = input.required<ShopContext>();
  readonly serviceId = input.required<string>();
  readonly texts = input.required<SharedTexts>();
  readonly opened = output<View>();

  protected readonly control = signal<ServiceControl | undefined>(undefined);
  protected readonly service = computed(() => this.control()?.service());
  protected readonly copied = signal<string | undefined>(undefined);
  protected readonly state = stateOf;
  protected readonly icons = ICONS;

  constructor() {
    effect(() => {
      const control = new ServiceControl(this.shop(), this.serviceId());
      untracked(() => {
        this.control()?.stop();
        this.control.set(control);
        control.start();
      });
    });
    inject(DestroyRef).onDestroy(() => this.control()?.stop());
  }

  protected act(action: Action): void {
    void this.control()?.act(action);
  }

  protected reveal(): void {
    void this.control()?.reveal();
  }

  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(text);
  }
}
