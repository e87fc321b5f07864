/** Keys that a phone's keyboard does not have. */
export type ExtraKey = 'Escape' | 'Tab' | 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** Keys that are held while the next one is pressed. */
export type Modifier = 'Control' | 'Alt';

/** What shows a console: a terminal or a screen. */
export interface View {
  press(key: ExtraKey): void;
  /** Holds a key for whatever is typed next, or lets go of it. */
  hold(modifier: Modifier, isHeld: boolean): void;
  focus(): void;
  /** Nothing more comes; what is there stays to be read. */
  rest(): void;
  /** Brings up the keyboard of a phone, where the view has no field of its own for it. */
  summonKeyboard?(): void;
  sendCtrlAltDel?(): void;
}

/** What a view needs of the page around it. */
export interface ViewFrame {
  /** What it is called to those who cannot see it. */
  readonly label: string;
  /** A held key has been used. */
  onReleased(): void;
  /** The far end does not let us in. */
  onRefused(): void;
}
