import { inject, Injectable } from '@angular/core';
import type { AdminService, OrderAdminServiceAction } from '@hostwright/sdk/http';
import { Ask, type Question } from '../parts/ask.js';
import { Words, type WordKey } from '../words/words.js';

type Action = AdminService['actions'][number];
/** What a dialog is enough for; the rest has a form of its own. */
export type AskedAction = Exclude<
  Action,
  'reinstall' | 'resize' | 'console' | 'panel' | 'create-snapshot' | 'restore-snapshot' | 'delete-snapshot' | 'reverse-name'
>;

const LONGEST_REASON = 200;
const LONGEST_NAME = 253;

/** Asks what has to be asked before something is done to a server: nothing, whether, why, or its name. */
@Injectable({ providedIn: 'root' })
export class OrderAction {
  private readonly ask = inject(Ask);
  private readonly words = inject(Words);

  /** The order, or undefined when whoever was asked went back. */
  async of(service: AdminService, action: AskedAction): Promise<OrderAdminServiceAction | undefined> {
    if (action === 'start' || action === 'unsuspend') return { action };
    if (action === 'suspend') return this.suspension(service);
    if (action === 'rename') return this.name(service);
    if (action === 'terminate') return this.termination(service);
    return (await this.ask.whether(this.question(service, action))) ? { action } : undefined;
  }

  /** A service that ends with its paid time: the name is typed here, too. */
  ending(service: AdminService, endsOn: string): Promise<string | undefined> {
    return this.ask.gravely({
      title: this.words.text('service.end.ask', { name: service.hostname }),
      text: this.words.text('service.end.why', { customer: service.customer.name, date: endsOn }),
      name: service.hostname,
      confirm: withoutDots(this.words.text('service.end')),
    });
  }

  private async suspension(service: AdminService): Promise<OrderAdminServiceAction | undefined> {
    const reason = await this.ask.written({
      ...this.question(service, 'suspend'),
      label: this.words.text('service.suspend.reason'),
      hint: this.words.text('service.suspend.hint'),
      maxLength: LONGEST_REASON,
    });
    return reason === undefined ? undefined : { action: 'suspend', reason };
  }

  private async name(service: AdminService): Promise<OrderAdminServiceAction | undefined> {
    const hostname = await this.ask.written({
      ...this.question(service, 'rename'),
      label: this.words.text('column.hostname'),
      value: service.hostname,
      maxLength: LONGEST_NAME,
    });
    return hostname === undefined || hostname === service.hostname ? undefined : { action: 'rename', hostname };
  }

  private async termination(service: AdminService): Promise<OrderAdminServiceAction | undefined> {
    const confirmation = await this.ask.gravely({ ...this.question(service, 'terminate'), name: service.hostname });
    return confirmation === undefined ? undefined : { action: 'terminate', confirmation };
  }

  private question(service: AdminService, action: AskedAction): Question {
    const key = (rest: string) => `action.${action}${rest}` as WordKey;
    return {
      title: this.words.text(key('.ask'), { name: service.hostname }),
      text: this.words.text(key('.why'), { customer: service.customer.name }),
      confirm: withoutDots(this.words.text(key(''))),
    };
  }
}

/** The dots on a button say that a question follows; on the answer they would be wrong. */
const withoutDots = (text: string): string => text.replace(/\s*…$/, '');
