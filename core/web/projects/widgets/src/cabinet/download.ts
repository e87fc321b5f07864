import { signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';

/** A document that needs the access token cannot be a plain link; it is fetched and handed over. */
export class Download {
  /** Name of the file that is on its way. */
  private readonly current = signal<string | undefined>(undefined);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  readonly name = this.current.asReadonly();
  readonly problem = this.refused.asReadonly();

  async save(name: string, read: () => Promise<Uint8Array>): Promise<void> {
    if (this.current()) return;
    this.current.set(name);
    this.refused.set(undefined);
    try {
      const bytes = await read();
      saveAs(`${name}.pdf`, new Blob([bytes as BlobPart], { type: 'application/pdf' }));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.refused.set(error);
    } finally {
      this.current.set(undefined);
    }
  }
}

function saveAs(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
