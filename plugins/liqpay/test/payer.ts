import type { PaymentStep } from '@hostwright/sdk';

/** A browser that goes where a step leads and presses the buttons it finds there. */
export async function openPage(step: PaymentStep): Promise<Payer> {
  if (step.next !== 'redirect') throw new Error(`There is no page to go to: the next thing is "${step.next}"`);
  const response = step.fields
    ? await fetch(step.url, { method: 'POST', body: new URLSearchParams(step.fields) })
    : await fetch(step.url);
  return new Payer(response.url, response.status, await response.text());
}

export class Payer {
  constructor(
    private readonly url: string,
    readonly status: number,
    readonly html: string,
  ) {}

  /** Presses the button with this test id; answers with the page it leads to, or with the address outside of LiqPay. */
  async press(testId: string): Promise<{ readonly page?: Payer; readonly left?: string }> {
    const button = new RegExp(`<button[^>]* value="(\\w+)" data-testid="${testId}"`).exec(this.html);
    const form = /<form method="post" action="([^"]+)"/.exec(this.html);
    if (!button?.[1] || !form?.[1]) throw new Error(`The page has no button "${testId}"`);
    const response = await fetch(new URL(form[1], this.url), {
      method: 'POST',
      body: new URLSearchParams({ action: button[1] }),
      redirect: 'manual',
    });
    const target = response.headers.get('location');
    if (target === null) return { page: new Payer(response.url, response.status, await response.text()) };
    const next = new URL(target, this.url);
    if (next.origin !== new URL(this.url).origin) return { left: next.href };
    const page = await fetch(next);
    return { page: new Payer(page.url, page.status, await page.text()) };
  }
}
