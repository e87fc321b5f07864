import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Router } from '@angular/router';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Ask } from '../parts/ask.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Sheet } from '../sheets/sheet.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { FillBars } from './fill-bars.js';
import { type Member, type Resource, RESOURCES } from './fill.js';
import { OpenPools } from './open-pools.js';
import { NO_LIMITS, readLimit, readLimits, readOvercommit, writtenOf } from './written-limits.js';

const NEW = 'new';

/** What a member of a pool may hold, and whether it takes anybody new; `new` in the address adds a provider. */
@Component({
  selector: 'hw-member-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FillBars, Failure, MatButton, MatFormFieldModule, MatInput, MatSelectModule, MatSlideToggle, Sheet],
  templateUrl: './member-sheet.html',
  styleUrls: ['../sheets/sheet-content.css', './pool-forms.css'],
})
export class MemberSheet {
  readonly poolId = input.required<string>();
  readonly memberId = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly pools = inject(OpenPools).reading;
  private readonly api = inject(API);
  private readonly ask = inject(Ask);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  private readonly mayReadPlugins = inject(Permissions).may('plugins.read');

  protected readonly resources = RESOURCES;
  protected readonly attempt = new Attempt();
  protected readonly plugins = new Reading((_wish: void, signal) => this.api.call('listPlugins', { signal }));
  protected readonly isNew = computed(() => this.memberId() === NEW);
  protected readonly pool = computed(() => this.pools.value()?.items.find(({ id }) => id === this.poolId()));
  protected readonly member = computed(() => this.pool()?.members.find(({ id }) => id === this.memberId()));
  private readonly known = computed(() => this.member()?.id);

  protected readonly written = linkedSignal(() => {
    const member = this.known() === undefined ? undefined : untracked(this.member);
    return member ? writtenOf(member.limits) : NO_LIMITS;
  });
  protected readonly overcommit = linkedSignal(() => {
    const member = this.known() === undefined ? undefined : untracked(this.member);
    return String(member?.cpuOvercommitPercent ?? 100);
  });
  protected readonly chosen = signal<string | undefined>(undefined);

  /** Providers that are in no pool yet. */
  protected readonly candidates = computed(() => {
    const taken = new Set(this.pools.value()?.items.flatMap(({ members }) => members.map(({ installation }) => installation.id)));
    return (this.plugins.value()?.items ?? [])
      .filter(({ kind }) => kind === 'server-provider')
      .flatMap(({ installations }) => installations)
      .filter(({ id }) => !taken.has(id));
  });
  protected readonly limits = computed(() => readLimits(this.written()));
  protected readonly percent = computed(() => readOvercommit(this.overcommit()));
  protected readonly isReady = computed(
    () => this.limits() !== undefined && this.percent() !== undefined && (!this.isNew() || this.chosen() !== undefined),
  );

  constructor() {
    effect(() => {
      if (this.isNew() && this.mayReadPlugins) untracked(() => void this.plugins.load());
    });
  }

  protected write(resource: Resource, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.written.update(written => ({ ...written, [resource]: value }));
  }

  protected isWrong(resource: Resource): boolean {
    return !readLimit(resource, this.written()[resource]).ok;
  }

  protected async save(): Promise<void> {
    const [limits, cpuOvercommitPercent, installationId] = [this.limits(), this.percent(), this.chosen()];
    if (!limits || cpuOvercommitPercent === undefined) return;
    const [poolId, member] = [this.poolId(), this.member()];
    const body = { limits, cpuOvercommitPercent };
    const send = member
      ? () => this.api.call('updatePoolMember', { params: { poolId, memberId: member.id }, body })
      : installationId
        ? () => this.api.call('addPoolMember', { params: { poolId }, body: { installationId, ...body } })
        : undefined;
    if (send && (await this.attempt.run(send))) await this.done();
  }

  protected async drain(member: Member, isDraining: boolean): Promise<void> {
    const params = { poolId: this.poolId(), memberId: member.id };
    const body = { state: isDraining ? ('draining' as const) : ('open' as const) };
    const answer = await this.attempt.run(() => this.api.call('updatePoolMember', { params, body }));
    if (answer) await this.pools.load();
  }

  protected async remove(member: Member): Promise<void> {
    const isSure = await this.ask.whether({
      title: this.words.text('member.remove.ask', { name: member.installation.label }),
      text: this.words.text('member.remove.why'),
      confirm: this.words.text('member.remove'),
    });
    if (!isSure) return;
    const params = { poolId: this.poolId(), memberId: member.id };
    if (await this.attempt.run(() => this.api.call('removePoolMember', { params }))) await this.done();
  }

  private async done(): Promise<void> {
    this.notices.say(this.words.text('form.saved'));
    await this.pools.load();
    await this.router.navigate(['/pools']);
  }
}
