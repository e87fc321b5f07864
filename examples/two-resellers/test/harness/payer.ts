import type { PaymentStepAnswer } from '@hostwright/sdk/http';

/** A browser that goes where a step leads and presses the buttons it finds there. */
export class Payer {
  private constructor(
    private readonly url: string,
    readonly html: string,
  ) {}

  static async follow({ step }: PaymentStepAnswer): Promise<Payer> {
    if (step.next !== 'redirect') throw new Error(`There is no page to go to: the next thing is "${step.next}"`);
    const post = step.fields && { method: 'POST', body: new URLSearchParams(step.fields) };
    return Payer.at(await fetch(step.url, post));
  }

  /** Presses the button with this test id; answers with the page it leads to, or with the address back at the shop. */
  async press(testId: string): Promise<{ readonly page?: Payer; readonly left?: string }> {
    const button = new RegExp(`<button[^>]* value="(\\w+)" data-testid="${testId}"`).exec(this.html);
    const form = /<form method="post"(?: action="([^"]+)")?/.exec(this.html);
    if (!button?.[1] || !form) throw new Error(`The page has no button "${testId}": ${this.html.slice(-600)}`);
    const body = new URLSearchParams({ action: button[1] });
    const answer = await fetch(form[1] === undefined ? this.url : new URL(form[1], this.url), {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    const target = answer.headers.get('location');
    if (target === null) return { page: await Payer.at(answer) };
    const next = new URL(target, this.url);
    if (next.origin !== new URL(this.url).origin) return { left: next.href };
    return { page: await Payer.at(await fetch(next)) };
  }

  private static async at(answer: Response): Promise<Payer> {
    const html = await answer.text();
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${html.slice(-600)}`);
    return new Payer(answer.url, html);
  }
}
