/** Where the handles of a figure stand, and what value a handle has that is dragged. Pure functions. */

/** @typedef {{control: string, cell: number, xaxis: string, yaxis: string, x: number, y: number}} Handle a point of a panel, as the server says */
/** @typedef {{width: number, height: number}} Size in CSS pixels */

/**
 * @param {Record<string, any>} layout of a figure, in the letters in which it is drawn
 * @param {Handle} handle
 * @param {Size} size
 * @returns {{left: number, top: number} | null} CSS pixels from the figure's corner; null where its panel is not drawn
 */
export function placeOf(layout, { x, y, xaxis, yaxis }, { width, height }) {
  const [along, up] = [axis(layout, xaxis), axis(layout, yaxis)];
  if (!along || !up) return null;
  const { l, r, t, b } = layout.margin;
  return { left: l + at(along, share(along.range, x)) * (width - l - r), top: t + (1 - at(up, share(up.range, y))) * (height - t - b) };
}

/**
 * @param {Record<string, any>} layout
 * @param {Handle} handle
 * @param {Size} size
 * @param {number} top to which it is dragged
 * @returns {number} the value there
 */
export function valueAt(layout, { yaxis }, { height }, top) {
  const { domain, range } = axis(layout, yaxis);
  const { t, b } = layout.margin;
  const within = (1 - (top - t) / (height - t - b) - domain[0]) / (domain[1] - domain[0]);
  return range[0] + within * (range[1] - range[0]);
}

/**
 * How far a handle can be dragged: as far as its field allows, and no farther than its panel shows.
 * @param {Record<string, any>} layout
 * @param {Handle} handle
 * @param {{min: string, max: string, step: string}} field
 * @returns {{low: number, high: number, step: number}}
 */
export function boundsIn(layout, { yaxis }, { min, max, step }) {
  const [low, high] = axis(layout, yaxis).range;
  // a field that takes any number is dragged by tenths
  return { low: Math.max(Number(min), Math.ceil(low)), high: Math.min(Number(max), Math.floor(high)), step: Number(step) || 0.1 };
}

/**
 * `value` within bounds, on the next step from the lower one.
 * @param {number} value
 * @param {{low: number, high: number, step: number}} bounds
 * @returns {number}
 */
export function stepped(value, { low, high, step }) {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Number(Math.min(high, Math.max(low, low + Math.round((value - low) / step) * step)).toFixed(digits + 1));
}

/** @param {Record<string, any>} layout @param {string} name x2 for xaxis2 */
const axis = (layout, name) => layout[name.replace(/^[xy]/, "$&axis")];

/** @param {number[]} range @param {number} value */
const share = ([low, high], value) => (value - low) / (high - low);

/** @param {{domain: number[]}} axis @param {number} within */
const at = ({ domain: [from, to] }, within) => from + within * (to - from);
