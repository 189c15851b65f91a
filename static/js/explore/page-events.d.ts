interface PageEvents {
  /** The window that a reader has dragged in the chart; null: the usual one. */
  chartzoom: [window: [number, number] | null];
}
