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
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Router } from '@angular/router';
import { SchemaForm, SchemaFormModel } from '@hostwright/kit/schema-form';
import type { AdminPlugin, Installation } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Notices } from '../parts/notices.js';
import { Sheet } from '../sheets/sheet.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { OpenPlugins } from './open-plugins.js';

/** The settings of one installation, drawn from the plugin's schema; `new` in the address is one that is not there yet. */
@Component({
  selector: 'hw-installation-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, MatFormFieldModule, MatInput, MatSlideToggle, SchemaForm, Sheet],
  templateUrl: './installation-sheet.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class InstallationSheet {
  readonly pluginId = input.required<string>();
  readonly installationId = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  protected readonly plugins = inject(OpenPlugins).reading;
  private readonly api = inject(API);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  private readonly form = viewChild(SchemaForm);

  protected readonly plugin = computed(() => this.plugins.value()?.items.find(plugin => plugin.id === this.pluginId()));
  protected readonly installation = computed(() =>
    this.plugin()?.installations.find(installation => installation.id === this.installationId()),
  );
  protected readonly isNew = computed(() => this.installationId() === 'new');
  protected readonly saving = new Attempt();
  protected readonly testing = new Attempt();
  protected readonly health = signal<{ readonly ok: boolean; readonly detail: string } | undefined>(undefined);

  /** Made anew when another installation is opened or this one is saved, never under the hands of whoever is typing. */
  protected readonly model = signal<SchemaFormModel | undefined>(undefined);
  protected readonly label = linkedSignal(() =>
    this.isNew() ? (this.plugin()?.name ?? '') : (this.installation()?.label ?? ''),
  );
  protected readonly isEnabled = linkedSignal(() => this.isNew() || this.installation()?.enabled === true);
  protected readonly isDirty = computed(
    () =>
      this.isNew() ||
      this.model()?.isDirty() === true ||
      this.label().trim() !== this.installation()?.label ||
      this.isEnabled() !== this.installation()?.enabled,
  );
  private readonly version = computed(() => {
    const plugin = this.plugin();
    if (!plugin || (!this.isNew() && !this.installation())) return undefined;
    return `${plugin.id} ${this.installationId()} ${this.installation()?.updatedAt ?? ''} ${this.words.locale()}`;
  });

  constructor() {
    effect(() => {
      const version = this.version();
      untracked(() => this.begin(version));
    });
  }

  protected async save(config: Readonly<Record<string, unknown>>): Promise<void> {
    const plugin = this.plugin();
    if (!plugin || this.label().trim() === '') return;
    const answer = await this.saving.run(() => this.send(plugin, config));
    if (answer) await this.saved(answer);
    else this.placeErrors();
  }

  protected async test(installation: Installation): Promise<void> {
    this.health.set(undefined);
    const params = { installationId: installation.id };
    this.health.set(await this.testing.run(() => this.api.call('checkInstallation', { params })));
  }

  private begin(version: string | undefined): void {
    const installation = this.installation();
    if (version === undefined) return this.model.set(undefined);
    this.model.set(
      new SchemaFormModel({
        schema: this.plugin()?.config ?? {},
        locale: this.words.locale(),
        config: installation?.config ?? {},
        secretsSet: installation?.secretsSet ?? [],
      }),
    );
    this.saving.forget();
  }

  private send(plugin: AdminPlugin, config: Readonly<Record<string, unknown>>): Promise<Installation> {
    const body = { label: this.label().trim(), enabled: this.isEnabled(), config };
    return this.isNew()
      ? this.api.call('createInstallation', { body: { pluginId: plugin.id, ...body } })
      : this.api.call('updateInstallation', { params: { installationId: this.installationId() }, body });
  }

  private async saved(installation: Installation): Promise<void> {
    this.health.set(undefined);
    this.notices.say(this.words.text('plugins.saved'));
    await this.plugins.load();
    if (this.isNew()) void this.router.navigate(['/plugins', installation.pluginId, installation.id], { replaceUrl: true });
  }

  private placeErrors(): void {
    const first = this.model()?.refuse(this.saving.problem()?.errors ?? []);
    if (first !== undefined) this.form()?.focus(first);
  }
}
