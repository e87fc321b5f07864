import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { RouterLink } from '@angular/router';
import type { StatementReading } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Notices } from '../parts/notices.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { StatementTable } from './statement-table.js';
import { base64Of, newLines } from './statement-reading.js';

/** In base64 this is what one request may hold. */
const LARGEST_BYTES = 3 * 1024 * 1024;

interface ChosenFile {
  readonly name: string;
  readonly content: string;
}

/** A statement of the bank: chosen, read without any effect, looked at, and only then imported. */
@Component({
  selector: 'hw-statement-import',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, MatFormFieldModule, MatSelectModule, RouterLink, StatementTable],
  templateUrl: './statement-import.html',
  styleUrl: './statement-import.css',
})
export class StatementImport {
  readonly imported = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly notices = inject(Notices);

  protected readonly plugins = new Reading((_wish: void, signal) => this.api.call('listPlugins', { signal }));
  protected readonly gateways = computed(() =>
    (this.plugins.value()?.items ?? [])
      .filter(plugin => plugin.kind === 'payment-gateway' && plugin.capabilities.includes('statement'))
      .flatMap(plugin => plugin.installations)
      .filter(installation => installation.enabled),
  );
  private readonly chosen = signal<string | undefined>(undefined);
  protected readonly gateway = computed(() => this.chosen() ?? this.gateways()[0]?.id);
  protected readonly file = signal<ChosenFile | undefined>(undefined);
  protected readonly isTooLarge = signal(false);
  protected readonly isOver = signal(false);
  protected readonly reading = signal<StatementReading | undefined>(undefined);
  protected readonly attempt = new Attempt();
  protected readonly count = computed(() => newLines(this.reading() ?? { lines: [] }));

  constructor() {
    void this.plugins.load();
  }

  protected chooseGateway(id: string): void {
    this.chosen.set(id);
    if (this.file()) void this.look();
  }

  protected async take(files: FileList | null | undefined): Promise<void> {
    const file = files?.[0];
    if (!file) return;
    this.reading.set(undefined);
    this.file.set(undefined);
    this.isTooLarge.set(file.size > LARGEST_BYTES);
    if (this.isTooLarge()) return;
    this.file.set({ name: file.name, content: base64Of(new Uint8Array(await file.arrayBuffer())) });
    await this.look();
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    void this.take(event.dataTransfer?.files);
  }

  protected over(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(true);
  }

  protected look(): Promise<void> {
    return this.send(true);
  }

  /** The same statement twice changes nothing, so sending it again after a lost answer is safe. */
  protected async run(): Promise<void> {
    await this.send(false);
    if (this.attempt.problem()) return;
    this.notices.say(this.words.text('statement.imported'));
    this.imported.emit();
  }

  protected forget(): void {
    this.file.set(undefined);
    this.reading.set(undefined);
  }

  private async send(dryRun: boolean): Promise<void> {
    const [installationId, file] = [this.gateway(), this.file()];
    if (!installationId || !file) return;
    const body = { installationId, dryRun, file: { ...file, encoding: 'base64' as const } };
    const answer = await this.attempt.run(() => this.api.call('readStatement', { body }));
    if (answer) this.reading.set(answer);
  }
}
