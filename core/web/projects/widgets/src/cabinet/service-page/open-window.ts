/** A window that is opened in the click, so that no blocker minds it, and learns later where it goes. */
export class OpenedWindow {
  private constructor(private readonly page: WindowProxy | null) {}

  static beside(says: string): OpenedWindow {
    const page = window.open('', '_blank');
    if (page) {
      page.opener = null;
      page.document.title = says;
      page.document.body.append(says);
    }
    return new OpenedWindow(page);
  }

  /** False when the browser has let no window open: the address is a link for the reader then. */
  goTo(address: string): boolean {
    if (!this.page || this.page.closed) return false;
    this.page.location.replace(address);
    return true;
  }

  close(): void {
    this.page?.close();
  }
}
