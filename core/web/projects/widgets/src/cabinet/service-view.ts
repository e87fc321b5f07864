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
import type { ServiceRenewal } from '@hostwright/sdk/http';
import { Reading } from '../platform/reading.js';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import type { View } from './cabinet-view.js';
import { RenewalView } from './renewal-view.js';
import { AccessCard } from './service-page/access-card.js';
import { ActionBar } from './service-page/action-bar.js';
import { ChangeCard } from './service-page/change-card.js';
import { EndingCard } from './service-page/ending-card.js';
import { HistoryCard } from './service-page/history-card.js';
import { MetricsCard } from './service-page/metrics-card.js';
import { PageTexts } from './service-page/page-texts.js';
import { can } from './service-page/service-actions.js';
import { ServiceControl } from './service-page/service-control.js';
import { ServiceHead } from './service-page/service-head.js';
import { dressPage } from './service-page/page-style.js';
import { SnapshotsCard } from './service-page/snapshots-card.js';
import { StandingNotices } from './service-page/standing-notices.js';
import { UnderWay } from './service-page/under-way.js';
import { UsageCard } from './service-page/usage-card.js';

/** One service: state and actions on top, access, what it does, then what it is, what was done, and how it ends. */
@Component({
  selector: 'hw-service-view',
  imports: [
    AccessCard,
    ActionBar,
    ChangeCard,
    EndingCard,
    HistoryCard,
    MetricsCard,
    Notice,
    RenewalView,
    ServiceHead,
    SnapshotsCard,
    StandingNotices,
    UnderWay,
    UsageCard,
  ],
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
  protected readonly renewal = new Reading<ServiceRenewal>();
  protected readonly words = computed(() => new PageTexts(this.texts()));
  protected readonly can = can;

  constructor() {
    dressPage();
    effect(() => this.words().speak());
    effect(onCleanup => {
      const control = new ServiceControl(this.shop(), this.serviceId());
      untracked(() => {
        this.renewal.forget();
        this.control.set(control);
        control.start();
        void this.readRenewal();
      });
      onCleanup(
        this.shop().live.listen(event => {
          if (event.id === control.serviceId || event.name === 'invoice.changed') void this.readRenewal();
        }),
      );
      onCleanup(() => control.stop());
    });
    inject(DestroyRef).onDestroy(() => this.control()?.stop());
  }

  protected readRenewal(): Promise<void> {
    const params = { serviceId: this.serviceId() };
    return this.renewal.read(() => this.shop().api.call('getServiceRenewal', { params }));
  }
}
