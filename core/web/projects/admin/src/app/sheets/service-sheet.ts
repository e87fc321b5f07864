import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdminService } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { StateBadge } from '../parts/state-badge.js';
import { PlaceFacts } from '../pools/place-facts.js';
import { ServiceActions } from '../services/service-actions.js';
import { ServiceAround } from '../services/service-around.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { OperationTimeline } from './operation-timeline.js';
import { readOne } from './read-one.js';
import { ServiceRenewalFacts } from './service-renewal.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-service-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Fact,
    Failure,
    OperationTimeline,
    PlaceFacts,
    RouterLink,
    ServiceActions,
    ServiceAround,
    ServiceRenewalFacts,
    Sheet,
    StateBadge,
  ],
  templateUrl: './service-sheet.html',
  styleUrl: './sheet-content.css',
})
export class ServiceSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly list = inject(OpenList);

  protected readonly cancelling = new Attempt();
  protected readonly service = readOne(
    this.id,
    (serviceId, signal) => this.api.call('getAdminService', { params: { serviceId }, signal }),
    'service.changed',
  );

  /** It was paid and never came to be: nobody tries again by itself. */
  protected isLost({ state, operations, externalId }: AdminService): boolean {
    return (
      state === 'failed' &&
      externalId === null &&
      operations.some(({ kind, state: end }) => kind === 'create' && end === 'failed')
    );
  }

  protected observed({ observed }: AdminService): string {
    return [observed.plan, observed.image].filter(Boolean).join(' · ');
  }

  protected async cancel(service: AdminService, operationId: string): Promise<void> {
    const params = { serviceId: service.id, operationId };
    const answer = await this.cancelling.run(() => this.api.call('cancelAdminServiceOperation', { params }));
    if (answer) this.changed(answer);
  }

  protected changed(service: AdminService): void {
    this.service.set(service);
    void this.list.refresh();
  }
}
