/** Whether a text has the form of a mailbox. What is behind it, only a mail can tell. */
export function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && text.length <= 254 && isLocalPart(local) && isDomain(domain);
}

export const domainOf = (mailbox: string): string => mailbox.slice(mailbox.lastIndexOf('@') + 1);

function isLocalPart(local: string): boolean {
  return local.length <= 64 && /^[^\s@<>(),;:\\"[\]\p{Cc}]+$/u.test(local) && !/^\.|\.$|\.\./.test(local);
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length > 1 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? '');
}

function isLabel(label: string): boolean {
  return label.length <= 63 && /^[\p{L}\p{N}-]+$/u.test(label) && !label.startsWith('-') && !label.endsWith('-');
}
