import { Injectable } from '@nestjs/common';
import { PluginFailure, type Health } from '@hostwright/sdk';
import { z } from 'zod';
import { TenantDb } from '../database/index.js';
import { withDeadline } from '../plugin-calls/index.js';
import { Plugins } from './plugins.js';

const LIMIT_MS = 10_000;
const LONGEST_DETAIL = 500;

const HealthAnswer = z.object({ ok: z.boolean(), detail: z.string().default('') });

/** The button "Test connection": whether the settings lead somewhere, in words for staff. */
@Injectable()
export class InstallationCheck {
  constructor(
    private readonly plugins: Plugins,
    private readonly db: TenantDb,
  ) {}

  async run(
    tenantId: string,
    installationId: string,
    limitMs = LIMIT_MS,
  ): Promise<{ readonly ok: boolean; readonly detail: string }> {
    if (this.db.isOpen) throw new Error('A plugin must not be called inside a transaction');
    const object = await this.plugins.object(tenantId, installationId);
    try {
      object.calls(); // a missing secret shows here, before anybody is asked
      const answer = await withDeadline(
        limitMs,
        undefined,
        () => this.ask(object),
        () => late(limitMs),
      );
      const { ok, detail } = HealthAnswer.parse(answer);
      return { ok, detail: object.redactor.text(detail).slice(0, LONGEST_DETAIL) };
    } catch (error) {
      // Whatever the plugin throws is the answer: that is what the button asks about.
      const message =
        error instanceof z.ZodError
          ? 'The plugin answered with something else than agreed'
          : error instanceof Error
            ? error.message
            : String(error);
      return { ok: false, detail: object.redactor.text(message).slice(0, LONGEST_DETAIL) };
    }
  }

  private async ask({ loaded, context }: Awaited<ReturnType<Plugins['object']>>): Promise<Health> {
    return (
      (await loaded.plugin.check?.(context)) ?? { ok: true, detail: 'The settings are complete; this plugin has no further test' }
    );
  }
}

const late = (limitMs: number): PluginFailure =>
  PluginFailure.retryable(`No answer within ${limitMs / 1000} s`, { code: 'deadline' });
