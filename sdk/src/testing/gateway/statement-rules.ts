import type { StatementFile } from '../../kinds/payment-gateway.js';
import { demand, demandEqual, demandFailure, outcomeOf, shown } from '../rules/demand.js';
import type { GatewayRule, GatewayStage } from './gateway-stage.js';

export const statementRules: readonly GatewayRule[] = [
  {
    name: 'reads a statement line by line, the same each time, with no network',
    run: async stage => {
      const before = stage.main.line.requests;
      const file = stage.hook('statements').good;

      const first = await read(stage, file);
      const second = await read(stage, file);

      demandEqual(first.faults, [], 'the faults of a good statement');
      demand(first.lines.length > 0, 'a good statement has no lines');
      demandEqual(second, first, 'what is read from the same statement again');
      demandEqual(stage.main.line.requests, before, 'the number of requests after readStatement()');
    },
  },
  {
    name: 'gives each booking of a statement an id of its own, a date and a line',
    run: async stage => {
      const { lines } = await read(stage, stage.hook('statements').good);
      demandEqual(new Set(lines.map(line => line.id)).size, lines.length, 'the number of different ids');
      for (const line of lines) {
        demand(
          line.id !== '' && Number.isInteger(line.line) && line.line >= 1,
          () => `a booking has no id or no line: ${shown(line)}`,
        );
        demand(/^\d{4}-\d{2}-\d{2}$/.test(line.bookedOn), () => `a booking has the date ${shown(line.bookedOn)}`);
        demand(typeof line.amount.amount === 'bigint', () => `a booking has the amount ${shown(line.amount)}`);
      }
    },
  },
  {
    name: 'names every line that it cannot read, and reads the others',
    run: async stage => {
      const { lines, faults } = await read(stage, stage.hook('statements').faulty);
      demand(lines.length > 0, 'a statement with a bad line is not read at all');
      demand(faults.length > 0, 'a bad line is passed over in silence');
      const vague = faults.find(fault => fault.code === '' || fault.message === '' || fault.line < 1);
      demand(vague === undefined, () => `a fault says too little: ${shown(vague)}`);
    },
  },
  {
    name: 'refuses a file that is no statement',
    run: async stage => {
      const outcome = await outcomeOf(() => read(stage, stage.hook('statements').unreadable));
      const failure = demandFailure(outcome, ['final'], 'when the file is no statement');
      demandEqual(failure.code, 'statement-unreadable', 'the code of the failure for a file that is no statement');
    },
  },
];

const read = (stage: GatewayStage, file: StatementFile) => stage.watch.hear(stage.gateway.readStatement!(file));
