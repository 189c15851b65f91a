/** Where the parts of the picture of a map lie, in pixels: a pure function. */

/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {{height: number, panels: Box[], legend: Box, letters: number, label: number}} Layout panels: the boxes of the pixels; label: letters that a value of y has room for */

/** The size of letters that these are for. */
const LETTERS = 12;
/** Letters of a value for which the left margin is made, and what one more takes. */
const LABEL = { length: 7, letter: 7.2 };
/** Beside the pixels of a panel: values and name of the axes, and the activation above. */
const MARGIN = { left: 66, right: 14, top: 26, bottom: 44 };
const LEGEND = { height: 62, narrow: 112 };
/** A panel is not narrower than this, unless the page is. */
const NARROWEST = 200;
/** The shape of a panel: as high as it is wide, or lower. */
const LOWEST = 0.45;
/** A page on which the marks of the legend stand below its bar. */
export const NARROW = 560;

/**
 * @param {number} count of the maps
 * @param {{width: number, height: number, letters?: number, label?: number}} room height: what the picture may take, unless it needs more; label: letters of the longest value of y
 * @returns {Layout}
 */
export function layoutOf(count, { width, height, letters = LETTERS, label = 0 }) {
  const scale = letters / LETTERS;
  const margin = Object.fromEntries(Object.entries(MARGIN).map(([side, length]) => [side, scale * length]));
  const longest = Math.max(LABEL.length, label);
  margin.left += scale * (longest - LABEL.length) * LABEL.letter;
  const beside = margin.left + margin.right;
  const most = Math.max(1, Math.floor(width / (NARROWEST + beside)));
  const rows = Math.ceil(count / Math.min(count, most));
  const columns = Math.ceil(count / rows);
  const across = width / columns - beside;
  const legend = scale * (width < scale * NARROW ? LEGEND.narrow : LEGEND.height);
  const room = (height - legend) / rows - margin.top - margin.bottom;
  const high = Math.max(LOWEST * across, Math.min(across, room));
  const panels = Array.from({ length: count }, (_, i) => ({
    left: (i % columns) * (across + beside) + margin.left,
    top: Math.floor(i / columns) * (high + margin.top + margin.bottom) + margin.top,
    width: across,
    height: high,
  }));
  const below = rows * (high + margin.top + margin.bottom);
  return { height: below + legend, panels, legend: { left: margin.left, top: below, width: width - beside, height: legend }, letters, label: longest };
}

/**
 * Which pixel lies under a point of the picture.
 * @param {Layout} layout
 * @param {{rows: number, columns: number}} size of each map
 * @param {number} x
 * @param {number} y
 * @returns {{map: number, row: number, column: number} | null}
 */
export function pixelAt({ panels }, { rows, columns }, x, y) {
  const map = panels.findIndex(({ left, top, width, height }) => x >= left && x < left + width && y >= top && y < top + height);
  if (map < 0) return null;
  const { left, top, width, height } = panels[map];
  return { map, row: Math.floor(rows * (1 - (y - top) / height) - 1e-9), column: Math.floor((columns * (x - left)) / width) };
}

/**
 * @param {Box} panel
 * @param {{rows: number, columns: number}} size
 * @param {{row: number, column: number}} pixel
 * @returns {Box} of a pixel
 */
export function boxOf({ left, top, width, height }, { rows, columns }, { row, column }) {
  return { left: left + (column / columns) * width, top: top + ((rows - 1 - row) / rows) * height, width: width / columns, height: height / rows };
}
