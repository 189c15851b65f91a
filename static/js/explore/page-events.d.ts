interface PageEvents {
  /** The window that a reader has dragged in the chart; null: the usual one. */
  chartzoom: [window: [number, number] | null];
  /** What the chart has drawn. */
  figureshown: [figure: import("../shared/plot.js").Figure];
  /** Where the marker stands. */
  markermove: [x: number];
  /** The x at which a tune is, or null where none is played. */
  soundmove: [x: number | null];
  /** What torch says of each curve where the marker stands; null where it cannot be had. */
  readings: [readings: import("./readings.js").CurveReading[] | null];
}
