import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Dashboard } from '@hostwright/sdk/http';
import { API, LIVE } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Skeleton } from '../parts/skeleton.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { IncomeChart } from './income-chart.js';
import { incomeSeries } from './income-series.js';

type Attention = Dashboard['attention'][number];

const LEADS_TO: Readonly<Record<Attention['kind'], readonly string[]>> = {
  'service-failed': ['/services'],
  'payment-mismatch': ['/payments'],
  'payment-unknown': ['/payments'],
  'payment-unmatched': ['/unmatched'],
  'settlement-difference': ['/differences'],
  'refund-failed': ['/refunds'],
  'dispute-opened': ['/disputes'],
  'plugin-failed': ['/plugins'],
  'no-room': ['/services'],
};

const FRESHNESS_MS = 1500;

@Component({
  selector: 'hw-dashboard-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, IncomeChart, RouterLink, Skeleton, StateBadge],
  templateUrl: './dashboard-screen.html',
  styleUrl: './dashboard-screen.css',
})
export class DashboardScreen {
  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly figures = new Reading((_wish: void, signal) => this.api.call('getDashboard', { signal }));
  protected readonly income = computed(() =>
    incomeSeries(this.figures.value()?.income ?? [], new Date().toISOString().slice(0, 10)),
  );
  protected readonly services = computed(() => this.figures.value()?.services.filter(entry => entry.count > 0) ?? []);

  constructor() {
    void this.figures.load();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = inject(LIVE).listen(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.figures.load(), FRESHNESS_MS);
    });
    inject(DestroyRef).onDestroy(() => {
      stop();
      clearTimeout(timer);
    });
  }

  protected leadsTo(attention: Attention): readonly string[] {
    const path = LEADS_TO[attention.kind];
    return attention.kind === 'plugin-failed' ? path : [...path, attention.id];
  }
}
