import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Service, ServiceImageList } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { Reading } from '../../platform/reading.js';
import { Icon } from '../../ui/icon.js';
import { Ask } from './ask.js';
import type { PageTexts } from './page-texts.js';
import { can, may } from './service-actions.js';
import type { ServiceControl } from './service-control.js';

/** What takes data away: another system over the old one, and the end of the service. */
@Component({
  selector: 'hw-ending-card',
  imports: [Ask, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './ending-card.html',
})
export class EndingCard {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly asked = signal<'reinstall' | 'end' | undefined>(undefined);
  protected readonly images = new Reading<z.infer<typeof ServiceImageList>>();
  protected readonly image = signal('');
  protected readonly when = signal<'period-end' | 'now'>('period-end');
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly mayReinstall = computed(() => this.service().state === 'active' && can(this.service(), 'reinstall'));
  protected readonly reinstallNow = computed(() => may(this.service(), 'reinstall') && !this.isBusy());
  protected readonly mayEnd = computed(
    () => !this.service().cancellation && ['active', 'suspended'].includes(this.service().state),
  );
  protected readonly endSays = computed(() => {
    const { hostname: name, renewsAt } = this.service();
    if (this.when() === 'now' || !renewsAt) return this.texts().text('end-now-sure', { name });
    return this.texts().text('end-later-sure', { name, date: this.texts().date(renewsAt) });
  });

  protected beginReinstall(): void {
    if (!this.reinstallNow()) return;
    const { shop, params } = this.control();
    this.control().forgetProblem();
    const present = this.service().selection as Readonly<Record<string, unknown>>;
    this.image.set(typeof present['image'] === 'string' ? present['image'] : '');
    this.asked.set('reinstall');
    void this.images
      .read(() => shop.api.call('listServiceImages', { params }))
      .then(() => {
        const offered = this.images.value()?.items ?? [];
        if (!offered.some(({ id }) => id === this.image())) this.image.set(offered[0]?.id ?? '');
      });
  }

  protected beginEnd(): void {
    this.control().forgetProblem();
    this.when.set(this.service().renewsAt ? 'period-end' : 'now');
    this.asked.set('end');
  }

  protected choose(event: Event): void {
    this.image.set((event.target as HTMLSelectElement).value);
  }

  protected async reinstall(confirmation: string): Promise<void> {
    const image = this.image();
    if (image && (await this.control().order({ action: 'reinstall', image, confirmation }))) this.asked.set(undefined);
  }

  protected async end(confirmation: string): Promise<void> {
    if (await this.control().end(this.when(), confirmation)) this.asked.set(undefined);
  }
}
