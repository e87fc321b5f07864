import { PluginFailure, type Secrets } from '@hostwright/sdk';
import { type Redactor, type SecretBox, SecretUnreadable } from '../secrets/index.js';
import { secretPurpose, type InstallationRow } from './installation.js';

/** Opens a secret when the plugin first asks for it; from then on the value is masked wherever this installation writes. */
export class PluginSecrets implements Secrets {
  private readonly opened = new Map<string, string>();

  constructor(
    private readonly box: SecretBox,
    private readonly redactor: Redactor,
    private readonly tenantId: string,
    private readonly installation: Pick<InstallationRow, 'id' | 'secrets'>,
  ) {}

  get(name: string): string {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const { id, secrets } = this.installation;
    const sealed = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    const value = sealed === undefined ? '' : this.open(sealed, secretPurpose(this.tenantId, id, name), name);
    if (value.trim() === '') throw PluginFailure.final(`The secret ${name} is not set`, { code: 'secret-missing' });
    this.redactor.learn(value);
    this.opened.set(name, value);
    return value;
  }

  private open(sealed: string, purpose: string, name: string): string {
    try {
      return this.box.open(sealed, purpose);
    } catch (error) {
      // After a lost or rotated key: staff must type the secret again, and until then nothing may be verified with it.
      if (error instanceof SecretUnreadable)
        throw PluginFailure.final(`The secret ${name} cannot be read`, { code: 'secret-unreadable', cause: error });
      throw error;
    }
  }
}
