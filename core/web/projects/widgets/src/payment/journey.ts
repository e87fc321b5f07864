/** Sends the browser somewhere, and tells where it is now. */
export interface Journey {
  readonly here: () => string;
  readonly go: (address: string) => void;
  /** Leaves by posting a form; calls back instead when the page's own policy forbids it. */
  readonly post: (address: string, fields: Readonly<Record<string, string>>, forbidden: () => void) => void;
  /** Calls back when the buyer presses "back" on the payment page and finds this page as it was left. */
  readonly onReturn: (back: () => void) => void;
}

export const browserJourney: Journey = {
  here: () => location.href,
  go: address => location.assign(address),
  post: (address, fields, forbidden) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = address;
    form.target = '_top';
    form.hidden = true;
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    }
    const told = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
      if (effectiveDirective === 'form-action') forbidden();
    };
    document.addEventListener('securitypolicyviolation', told);
    document.body.append(form);
    form.submit();
    form.remove();
    setTimeout(() => document.removeEventListener('securitypolicyviolation', told), 5000);
  },
  onReturn: back => addEventListener('pageshow', event => event.persisted && back()),
};
