import type { Ports } from './ports.js';

/** What a newcomer needs to go on: where everything is, and how to get in. */
export function welcome(ports: Ports): string {
  const at = (host: string, port = ports.server) => `http://${host}.localhost:${port}`;
  return `
  Hostwright is ready.

  Tuulik, in English, EUR and USD
    storefront    ${at('tuulik')}
    admin panel   ${at('tuulik')}/admin
    staff         owner@tuulik.example / windmill-owner-2026
    customer      customer@tuulik.example / windmill-customer-2026

  Каштан, in Ukrainian, UAH and EUR
    storefront    ${at('kashtan')}
    admin panel   ${at('kashtan')}/admin
    staff         owner@kashtan.example / chestnut-owner-2026
    customer      customer@kashtan.example / chestnut-customer-2026

  A partner's site that sells Tuulik's servers with widgets
                  ${at('partner', ports.partner)}

  Mail to customers ${at('mail', ports.mailPage)}
  Servers created   ${at('cloud', ports.cloud)}
  API docs          ${at('tuulik')}/api/docs
  Ways to pay       no money moves; examples/two-resellers/README.md tells what each page does

  Ctrl-C stops everything; the data stays in .data/
`;
}
