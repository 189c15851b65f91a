interface PageEvents {
  /** A figure is drawn that has these panels; a narrow page shows the one `at` that place. */
  panelsshown: [shown: { panels: import("./panels.js").Caption[]; at: number }];
  /** This is drawn now, in the letters of the page. */
  figuredrawn: [figure: import("../shared/plot.js").Figure];
  /** A reader turns to that panel, from 0. */
  panelchange: [panel: number];
  /** A stage of a growing figure is drawn; `done` is the share of it that is measured. */
  stageshown: [stage: { done: number; findings: import("./written-findings.js").Finding[] }];
  /** A figure grows no further, as something is wrong; what it is stands at the figure. */
  growthfailed: [];
  /** A reader wants it measured again. */
  again: [];
}
