import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import type { AdminService, OrderAdminServiceAction, ServiceAction } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Notices } from '../parts/notices.js';
import { Attempt, OnceAttempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { openLater } from './open-console.js';
import { type AskedAction, OrderAction } from './order-action.js';
import { ReinstallForm } from './reinstall-form.js';
import { ResizeForm } from './resize-form.js';

const POWER: readonly AskedAction[] = ['start', 'restart', 'stop'];
const SELDOM: readonly AskedAction[] = ['reset-password', 'rename', 'rescue-on', 'rescue-off'];
const ENDING: readonly AskedAction[] = ['unsuspend', 'suspend', 'terminate'];

/** What staff may do with a service now: what its provider can and its state allows, and nothing else. */
@Component({
  selector: 'hw-service-actions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, MatMenuModule, ReinstallForm, ResizeForm],
  templateUrl: './service-actions.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class ServiceActions {
  readonly service = input.required<AdminService>();
  readonly changed = output<AdminService>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly order = inject(OrderAction);
  private readonly notices = inject(Notices);

  protected readonly work = new Attempt();
  protected readonly ordering = new OnceAttempt();
  protected readonly isBlocked = signal(false);
  protected readonly form = linkedSignal<string, 'resize' | 'reinstall' | undefined>({
    source: () => this.service().id,
    computation: () => undefined,
  });

  private readonly allowed = computed(() => new Set<ServiceAction>(this.service().actions));
  protected readonly power = computed(() => POWER.filter(action => this.allowed().has(action)));
  protected readonly seldom = computed(() => SELDOM.filter(action => this.allowed().has(action)));
  protected readonly ending = computed(() => ENDING.filter(action => this.allowed().has(action)));
  protected readonly may = (action: ServiceAction): boolean => this.allowed().has(action);
  protected readonly isBusy = computed(() => this.work.isBusy() || this.ordering.isBusy());
  protected readonly problem = computed(() => this.work.problem() ?? this.ordering.problem());
  /** It runs with its period: it may end with it instead of now. */
  protected readonly mayEnd = computed(() => {
    const { cancellation, renewsAt, state } = this.service();
    return !cancellation && renewsAt !== null && (state === 'active' || state === 'suspended');
  });

  protected async choose(action: AskedAction): Promise<void> {
    const order = await this.order.of(this.service(), action);
    if (order) await this.send(order);
  }

  protected async send(order: OrderAdminServiceAction): Promise<void> {
    const params = { serviceId: this.service().id };
    const answer = await this.ordering.run(order, (body, idempotencyKey) =>
      this.api.call('orderAdminServiceAction', { params, body, idempotencyKey }),
    );
    if (answer) this.done(answer);
  }

  protected retry(): Promise<void> {
    return this.change(() => this.api.call('retryService', { params: { serviceId: this.service().id } }));
  }

  protected async end(): Promise<void> {
    const service = this.service();
    const confirmation = await this.order.ending(service, service.renewsAt ? this.words.day(service.renewsAt) : '');
    if (confirmation === undefined) return;
    const params = { serviceId: service.id };
    await this.change(() => this.api.call('cancelAdminService', { params, body: { when: 'period-end', confirmation } }));
  }

  protected keep(): Promise<void> {
    return this.change(() => this.api.call('keepAdminService', { params: { serviceId: this.service().id } }));
  }

  protected async openConsole(): Promise<void> {
    const params = { serviceId: this.service().id };
    const address = async () => (await this.work.run(() => this.api.call('openAdminServiceConsole', { params })))?.url;
    this.isBlocked.set((await openLater(address)) === 'blocked');
  }

  /** What a change has begun is told live; the service is read again, because the answer is the change's. */
  protected async resized(): Promise<void> {
    this.form.set(undefined);
    this.notices.say(this.words.text('resize.done'));
    await this.change(() => this.api.call('getAdminService', { params: { serviceId: this.service().id } }));
  }

  private async change(send: () => Promise<AdminService>): Promise<void> {
    const answer = await this.work.run(send);
    if (answer) this.done(answer);
  }

  private done(service: AdminService): void {
    this.form.set(undefined);
    this.changed.emit(service);
  }
}
