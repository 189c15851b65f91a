/** Edits of the page's query string, as pure functions: each takes a query and returns a changed copy. */

/**
 * The text that names an activation with these parameter values; those at their default are left out.
 * @param {string} name a catalogue name, or the text of an expression
 * @param {boolean} isExpression
 * @param {{name: string, value: string, default: string}[]} knobs
 * @returns {string}
 */
export function referenceText(name, isExpression, knobs) {
  const given = knobs.filter((knob) => Number(knob.value) !== Number(knob.default));
  if (given.length === 0) return name;
  const values = given.map((knob) => `${knob.name}=${knob.value}`).join(",");
  return isExpression ? `${name}|${values}` : `${name}(${values})`;
}

/**
 * @param {URLSearchParams} query
 * @param {string[]} references
 * @returns {URLSearchParams} `query` with these curves, ahead of everything else
 */
export function withCurves(query, references) {
  const others = [...query].filter(([name]) => name !== "f");
  return new URLSearchParams([...references.map((text) => ["f", text]), ...others]);
}

/**
 * @param {URLSearchParams} query
 * @param {number} index
 * @param {string} reference
 * @returns {URLSearchParams} `query` with another curve in place of number `index`
 */
export function withCurve(query, index, reference) {
  return withCurves(query, query.getAll("f").with(index, reference));
}

/**
 * @param {URLSearchParams} query
 * @param {number} index
 * @returns {URLSearchParams} `query` without curve number `index`
 */
export function withoutCurve(query, index) {
  return withCurves(query, query.getAll("f").toSpliced(index, 1));
}

/**
 * @param {URLSearchParams} query
 * @param {string} reference
 * @returns {URLSearchParams} `query` with one more curve
 */
export function withAddedCurve(query, reference) {
  return withCurves(query, [...query.getAll("f"), reference]);
}

/**
 * @param {URLSearchParams} query
 * @param {string} name
 * @param {string[]} values
 * @param {string[]} defaults
 * @returns {URLSearchParams} `query` with these values of `name`, or without it where they are the defaults
 */
export function withValues(query, name, values, defaults) {
  const others = [...query].filter(([other]) => other !== name);
  const isDefault = values.length === defaults.length && values.every((value, i) => value === defaults[i]);
  return new URLSearchParams([...others, ...(isDefault ? [] : values.map((value) => [name, value]))]);
}

/**
 * @param {URLSearchParams} query
 * @param {string} name
 * @returns {URLSearchParams} `query` without any value of `name`
 */
export function without(query, name) {
  return new URLSearchParams([...query].filter(([other]) => other !== name));
}

/**
 * The window after zooming about its middle.
 * @param {number} low
 * @param {number} high
 * @param {number} factor below 1 zooms in
 * @returns {[number, number]} a tidy window
 */
export function zoomed(low, high, factor) {
  const middle = (low + high) / 2;
  const half = ((high - low) / 2) * factor;
  const [from, to] = tidied(middle - half, middle + half);
  return from < to ? [from, to] : [low, high];
}

/**
 * The window after zooming about a place in it, which stays where it is.
 * @param {number[]} window
 * @param {number} x
 * @param {number} factor below 1 zooms in
 * @returns {[number, number]} a tidy window
 */
export function zoomedAbout([low, high], x, factor) {
  const [from, to] = tidied(x - (x - low) * factor, x + (high - x) * factor);
  return from < to ? [from, to] : [low, high];
}

/**
 * The window in which two places lie as far apart on the screen as two fingers have moved.
 * @param {number[]} window
 * @param {{x: number, to: number}[]} fingers what each was put on, and where it is now, as a share of the width
 * @returns {[number, number]} a tidy window
 */
export function pinched([low, high], [first, second]) {
  const width = (second.x - first.x) / (second.to - first.to);
  const from = first.x - first.to * width;
  const [left, right] = tidied(from, from + width);
  return width > 0 && left < right ? [left, right] : [low, high];
}

/**
 * A window as a reader would write it: three digits of its width, within ±1e6.
 * @param {number} low
 * @param {number} high
 * @returns {[number, number]}
 */
export function tidied(low, high) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10((high - low) / 2)));
  const limit = (/** @type {number} */ x) => Math.min(1e6, Math.max(-1e6, Number(x.toFixed(Math.min(digits, 12)))));
  return [limit(low), limit(high)];
}
