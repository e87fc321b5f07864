import { Doctor, LEDGER_INVARIANTS, type Examined } from '../features/doctor/index.js';
import { parse, type Command } from './command.js';
import type { WorkPlace } from './work-place.js';

export const ledgerVerify: Command = {
  name: 'ledger verify',
  summary: 'add the ledger up and hold invoices, payments and accounts against it',
  usage: `hostwright ledger verify

  For every shop and currency: all accounts together hold nothing; a customer's account is what is still due, and the credit
  what no invoice has taken; a gateway's account is what its payments brought less refunds, disputes and fees; every invoice,
  payment, refund, credit note and dispute is in the books as it stands, and none gives more than it brought. Names the first
  rows that say otherwise, and ends with 1 when there is one.`,
  async run(place, args) {
    parse(args, {});
    const doctor = (await place.app()).get(Doctor);
    return report(place, await doctor.examine(LEDGER_INVARIANTS));
  },
};

export const doctor: Command = {
  name: 'doctor',
  summary: 'hold the live database against everything that must always be true of it',
  usage: `hostwright doctor

  One line for each invariant; below it, the first rows that break it. Reads only. Ends with 1 when one is broken.`,
  async run(place, args) {
    parse(args, {});
    const physician = (await place.app()).get(Doctor);
    const examined = [...(await physician.examine()), await physician.isolation()];
    return report(
      place,
      examined.sort((left, right) => left.id.localeCompare(right.id, 'en', { numeric: true })),
    );
  },
};

function report(place: WorkPlace, examined: readonly Examined[]): boolean {
  for (const { id, claim, tenants, findings } of examined) {
    const shops = `${tenants} ${tenants === 1 ? 'shop' : 'shops'}`;
    place.say(`${findings.length === 0 ? 'ok    ' : 'BROKEN'}  ${id.padEnd(3)}  ${claim} (${shops})`);
    for (const { tenant, finding } of findings) place.say(`          ${tenant}: ${finding}`);
  }
  return examined.every(({ findings }) => findings.length === 0);
}
