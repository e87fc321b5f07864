/**
 * The accounts of a shop, as words. A posting takes from its source and gives to its destination.
 *
 * | what happened                       | from                 | to                   | posted by |
 * | ----------------------------------- | -------------------- | -------------------- | --------- |
 * | an invoice is issued                | `customer:<id>`      | `revenue`, `tax:<…>` | invoices  |
 * | a payment arrives                   | `gateway:<inst>`     | `customer:<id>`      | invoices  |
 * | it brings more than is due          | `customer:<id>`      | `credit:<id>`        | credits   |
 * | credit pays an invoice              | `credit:<id>`        | `customer:<id>`      | credits   |
 * | what was paid cannot be delivered   | `customer:<id>`      | `credit:<id>`        | refunds   |
 * | nobody has to pay an invoice        | `revenue`, `tax:<…>` | `customer:<id>`      | invoices  |
 * | the gateway keeps its fee           | `fees:<inst>`        | `gateway:<inst>`     | payments  |
 * | a refund of credit is asked for     | `credit:<id>`        | `payouts`            | credits   |
 * | a refund has reached the customer   | `customer:<id>`, `payouts` | `gateway:<inst>` | refunds |
 * | its credit note                     | `refunds`, `tax:<…>` | `customer:<id>`      | refunds   |
 * | a bank takes money back for a while | `disputes`           | `gateway:<inst>`     | disputes  |
 * | the dispute is lost                 | `chargebacks`        | `disputes`           | disputes  |
 *
 * So `customer:<id>` is below zero by what the customer still has to pay, and never above it: money that no invoice has
 * taken is the customer's credit, an account of its own. `gateway:<inst>` is below zero by what the provider holds for us.
 * Whatever turns out not to have happened (a refund that failed later, a dispute that was won) is posted the other way round.
 */
export const accounts = {
  customer: (id: string) => `customer:${id}`,
  credit: (customerId: string) => `credit:${customerId}`,
  gateway: (installationId: string) => `gateway:${installationId}`,
  fees: (installationId: string) => `fees:${installationId}`,
  revenue: 'revenue',
  tax: (code: string) => `tax:${code}`,
  refunds: 'refunds',
  payouts: 'payouts',
  disputes: 'disputes',
  chargebacks: 'chargebacks',
} as const;
