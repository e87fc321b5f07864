import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { AdminService } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Ask } from '../parts/ask.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { StateBadge } from '../parts/state-badge.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { OperationTimeline } from './operation-timeline.js';
import { readOne } from './read-one.js';
import { ServiceRenewalFacts } from './service-renewal.js';
import { Sheet } from './sheet.js';

type Power = AdminService['actions'][number];

@Component({
  selector: 'hw-service-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, Icon, MatButton, OperationTimeline, RouterLink, ServiceRenewalFacts, Sheet, StateBadge],
  templateUrl: './service-sheet.html',
  styleUrl: './sheet-content.css',
})
export class ServiceSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly list = inject(OpenList);
  private readonly ask = inject(Ask);

  protected readonly work = new Attempt();
  protected readonly service = readOne(
    this.id,
    (serviceId, signal) => this.api.call('getAdminService', { params: { serviceId }, signal }),
    'service.changed',
  );

  protected retry(service: AdminService): Promise<void> {
    return this.change(() => this.api.call('retryService', { params: { serviceId: service.id } }));
  }

  /** Whoever is on the machine loses the connection, so stopping asks first. */
  protected async power(service: AdminService, action: Power): Promise<void> {
    const isSure =
      action === 'start' ||
      (await this.ask.whether({
        title: this.words.text(`power.${action}.ask`, { name: service.hostname }),
        text: this.words.text('power.warning', { name: service.customer.name }),
        confirm: this.words.text(`power.${action}`),
      }));
    if (!isSure) return;
    await this.change(() => this.api.call('changeServicePower', { params: { serviceId: service.id }, body: { action } }));
  }

  private async change(send: () => Promise<AdminService>): Promise<void> {
    const answer = await this.work.run(send);
    if (!answer) return;
    this.service.set(answer);
    void this.list.refresh();
  }
}
