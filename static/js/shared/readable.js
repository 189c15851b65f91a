/** Numbers and sentences for a reader: pure functions. */

const UNKNOWN = "–";
/** Powers of ten from which numbers are written out, and from which they no longer are. */
const [LEAST_POWER, FIRST_POWER] = [-4, 7];
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number that changes while it is read: as many digits at all times, zeros included.
 * @param {number | null | undefined} value
 * @param {number} [digits] that count
 * @returns {string} such as "0.0310", "12,346", "1.20 × 10⁻⁷", "NaN" or "–"
 */
export function readable(value, digits = 3) {
  return written(value, digits, (text) => text);
}

/**
 * A number that stands, without zeros that say nothing; `number` in app/text.py writes by the same rule.
 * @param {number | null | undefined} value
 * @param {number} [digits] that count
 * @returns {string} such as "0.031", "12,346", "1.2 × 10⁻⁷", "NaN" or "–"
 */
export function compact(value, digits = 4) {
  return written(value, digits, (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text));
}

/**
 * @param {number | null | undefined} value
 * @param {number} digits
 * @param {(text: string) => string} tidy what becomes of the digits
 */
function written(value, digits, tidy) {
  if (value === null || value === undefined) return UNKNOWN;
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const isPlain = power >= LEAST_POWER && power < FIRST_POWER;
  // held together, so that no line ends within it
  const text = isPlain ? grouped(tidy(size.toFixed(Math.max(0, digits - 1 - power)))) : `${tidy(mantissa)}\u00a0×\u00a010${superscript(power)}`;
  return value < 0 ? `−${text}` : text;
}

/** @param {string} text of a decimal number, whose thousands are set apart */
function grouped(text) {
  const [whole, ...decimals] = text.split(".");
  return [whole.replace(/(?<=\d)(?=(\d{3})+$)/g, ","), ...decimals].join(".");
}

/** @param {number} power */
const superscript = (power) => (power < 0 ? "⁻" : "") + [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");

/**
 * @param {number | null | undefined} share 0…1
 * @returns {string} such as "93.2 %"
 */
export function percent(share) {
  return share === null || share === undefined ? UNKNOWN : `${(100 * share).toFixed(1)} %`;
}

/**
 * @param {string} pattern with places in braces, such as "Epoch {epoch}"
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * @param {[number, number]} range
 * @param {number} share of the way through it
 */
export const between = ([low, high], share) => low + share * (high - low);
