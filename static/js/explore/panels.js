/** Where the panels of a figure lie, and its axes, as Plotly lays them out: pure functions. */

/** @typedef {import("../shared/plot.js").Figure} Figure */
/** @typedef {import("../shared/curve-mover.js").Size} Size */
/**
 * A panel in pixels of the chart, and the ends of its axes; of a logarithmic one these are exponents of ten.
 * @typedef {{name: string, left: number, right: number, top: number, bottom: number, x: number[], y: number[], isLog: boolean}} Panel
 */

/**
 * @param {Figure} figure
 * @param {Size} size of the chart
 * @returns {Panel[]} from the top; those whose axes have ends
 */
export function panelsOf({ layout }, { width, height }) {
  const { l, r, t, b } = layout.margin;
  const room = height - t - b;
  return Object.keys(layout)
    .filter((name) => name.startsWith("yaxis") && layout[name].range && layout.xaxis.range)
    .map((name) => ({
      name: name.replace("axis", ""),
      left: l,
      right: width - r,
      top: t + room * (1 - layout[name].domain[1]),
      bottom: t + room * (1 - layout[name].domain[0]),
      x: layout.xaxis.range,
      y: layout[name].range,
      isLog: layout[name].type === "log",
    }));
}

/**
 * @param {Panel} panel
 * @param {number} x
 * @returns {number} pixels from the left of the chart
 */
export function across({ left, right, x: [low, high] }, x) {
  return left + ((x - low) / (high - low)) * (right - left);
}

/**
 * @param {Panel} panel
 * @param {number} y
 * @returns {number} pixels from the top of the chart
 */
export function down({ top, bottom, y: [low, high], isLog }, y) {
  const place = isLog ? Math.log10(Math.abs(y)) : y;
  return bottom - ((place - low) / (high - low)) * (bottom - top);
}

/**
 * @param {Panel} panel
 * @param {number} pixels from the left of the chart
 * @returns {number} x, within the window
 */
export function xAt({ left, right, x: [low, high] }, pixels) {
  return low + Math.min(1, Math.max(0, (pixels - left) / (right - left))) * (high - low);
}

/**
 * A stretch of the tangent at a point, as long as can be seen as one.
 * @param {Panel} panel
 * @param {[number, number]} point in x and y
 * @param {number} slope
 * @param {[number, number]} reach in pixels, to the left and to the right
 * @returns {{x1: number, y1: number, x2: number, y2: number}} both ends in pixels of the chart
 */
export function tangent(panel, [x, y], slope, [left, right]) {
  const rise = (slope * (panel.bottom - panel.top) * (panel.x[1] - panel.x[0])) / ((panel.right - panel.left) * (panel.y[1] - panel.y[0]));
  const length = Math.hypot(1, rise);
  const [px, py] = [across(panel, x), down(panel, y)];
  return { x1: px - left / length, y1: py + (left * rise) / length, x2: px + right / length, y2: py - (right * rise) / length };
}
