/**
 * The column of a network's inputs, in CSS pixels: one below the other with their names, many in a block without them, or
 * all the features of two coordinates, taken or not. Pure functions.
 */

/** @typedef {import("./graph-layout.js").Place} Place */
/**
 * What a network may take of two coordinates: what it is called, and which of the inputs it is, null where it is not taken.
 * @typedef {{name: string, title: string, input: number | null}} Feature
 */
/** The names of the inputs, and all features, none where there is nothing to choose. @typedef {{names: string[], features: Feature[]}} Inputs */
/** Where the column begins, and the height that it has. @typedef {{left: number, top: number, height: number}} Room */

/** Left of the inputs, for their names: what stands around them, and each letter. */
const AROUND_NAMES = 11;
const LETTER = 7;
/** Of a name that is longer, the beginning is written. */
const MOST_LETTERS = 12;
/** More inputs than this stand in a block, row by row, without their names. */
const MOST_IN_COLUMN = 12;
const CELL = 13;
const CELL_STEP = 14;
const [SMALLEST_FEATURE, LARGEST_FEATURE, FEATURE_SPACE] = [24, 36, 6];
/** From one row of units to the next: at least, and where there is room. */
const [LEAST_STEP, LARGEST_STEP] = [26, 62];

/** @param {number} inputs */
export const isBlock = (inputs) => inputs > MOST_IN_COLUMN;

/**
 * How many rows of units are as high as the column.
 * @param {Inputs} inputs
 */
export function rowsBeside({ names, features }) {
  if (features.length > 0) return Math.ceil((features.length * (SMALLEST_FEATURE + FEATURE_SPACE)) / LARGEST_STEP);
  return isBlock(names.length) ? Math.ceil(blockOf(names.length).height / LEAST_STEP) : names.length;
}

/**
 * What is written beside an input.
 * @param {string} name
 * @returns {string} of a long name the beginning
 */
export const shortName = (name) => ([...name].length > MOST_LETTERS ? `${[...name].slice(0, MOST_LETTERS - 1).join("")}…` : name);

/** The width that is kept for names. @param {Inputs} inputs */
export function roomForNames({ names, features }) {
  if (isBlock(names.length)) return 0;
  const written = [...names, ...features.map(({ title }) => title)].map((name) => [...shortName(name)].length);
  return AROUND_NAMES + LETTER * Math.max(...written);
}

/**
 * How large an input is, and how wide the column, where they are not as large as units.
 * @param {Inputs} inputs
 * @param {number} height that there is
 * @returns {{size: number, width: number} | null}
 */
export function ownSize({ names, features }, height) {
  if (features.length > 0) {
    const size = Math.max(SMALLEST_FEATURE, Math.min(LARGEST_FEATURE, Math.floor(height / features.length) - FEATURE_SPACE));
    return { size, width: size };
  }
  return isBlock(names.length) ? { size: CELL, width: blockOf(names.length).width } : null;
}

/**
 * Where the small cells of a block stand, row by row.
 * @param {number} count
 * @param {Room} room
 * @returns {Place[]}
 */
export function cellsOf(count, { left, top, height }) {
  const block = blockOf(count);
  const first = top + (height - block.height) / 2;
  return Array.from({ length: count }, (_, i) => ({
    x: left + CELL / 2 + (i % block.files) * CELL_STEP,
    y: first + CELL / 2 + Math.floor(i / block.files) * CELL_STEP,
  }));
}

/**
 * Where features stand, over the whole height.
 * @param {number} count
 * @param {number} size
 * @param {Room} room
 * @returns {Place[]}
 */
export function featurePlaces(count, size, { left, top, height }) {
  const step = height / count;
  return Array.from({ length: count }, (_, i) => ({ x: left + size / 2, y: top + (i + 0.5) * step }));
}

/** @param {number} inputs */
function blockOf(inputs) {
  const files = Math.ceil(Math.sqrt(inputs));
  const rows = Math.ceil(inputs / files);
  return { files, width: files * CELL_STEP + CELL - CELL_STEP, height: rows * CELL_STEP + CELL - CELL_STEP };
}
