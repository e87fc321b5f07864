/** What the page uses of the library, which comes without types. */
declare module '@novnc/novnc' {
  interface Options {
    readonly credentials?: { readonly password?: string };
    readonly shared?: boolean;
  }

  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: object, options?: Options);
    scaleViewport: boolean;
    resizeSession: boolean;
    background: string;
    focusOnClick: boolean;
    showDotCursor: boolean;
    focus(options?: FocusOptions): void;
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    sendCtrlAltDel(): void;
    clipboardPasteFrom(text: string): void;
    disconnect(): void;
  }
}
