interface PageEvents {
  /** The page asks another question. */
  mapchange: [];
  /** The question is to be answered now. */
  mapask: [];
  /** What is known is enough. */
  mapstop: [];
  /** An axis may vary other things. */
  mapchoices: [];
  /** The answer is shown otherwise. */
  mapview: [];
  /** An answer has begun, is kept from before, or is gone. */
  mapanswer: [];
  /** More of the answer is known. */
  mappixels: [];
  /** Another pixel is read, or none. */
  mapplace: [];
  /** How far the answer is: its state, and what a reader is told of it. */
  mapstate: [turn: { state: import("./elements/map-run.js").State; says: string }];
}
