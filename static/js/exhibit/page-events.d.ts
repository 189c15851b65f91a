interface PageEvents {
  /** A stage of a growing figure is drawn; `done` is the share of it that is measured. */
  stageshown: [stage: { done: number; findings: import("./elements/exhibit-findings.js").Finding[] }];
  /** A reader wants it measured again. */
  again: [];
}
