/** Numbers and sentences for a reader: pure functions. */

const UNKNOWN = "–";
const COMPACT_DIGITS = 4;

/**
 * @param {number | null | undefined} value
 * @param {number} [digits] that count
 * @returns {string} such as "0.0312", "1.2e−7" or "–"
 */
export function readable(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return UNKNOWN;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(digits - 1).replace("e+", "e") : plain(value, digits);
  return text.replaceAll("-", "−");
}

/**
 * As the server writes the numbers of a page: four digits, without zeros that say nothing.
 * @param {number | null} value
 * @returns {string} such as "0.25", "1.2e−07" or "–"
 */
export function compact(value) {
  if (value === null || !Number.isFinite(value)) return readable(value);
  const [digits = "0", power = "0"] = value.toExponential(COMPACT_DIGITS - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < COMPACT_DIGITS) return String(Number(value.toPrecision(COMPACT_DIGITS))).replace("-", "−");
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(digits)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`.replaceAll("-", "−");
}

/**
 * @param {number} value
 * @param {number} digits
 */
function plain(value, digits) {
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.max(0, digits - 1 - magnitude));
}

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
