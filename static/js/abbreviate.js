/** JSON for a reader: long lists and texts are cut, and what fits on a line stays on it. Pure functions. */

const WIDTH = 72;
const LONG_TEXT = 90;
const FEW_VALUES = 5;
const FEW_OBJECTS = 2;
const FEW_LINES = 12;

/**
 * @param {unknown} value parsed JSON
 * @param {string} more the word for what is left out, as in "… 396 more"
 * @param {string} [indent]
 * @returns {string}
 */
export function abbreviate(value, more, indent = "") {
  if (typeof value === "string") return JSON.stringify(value.length > LONG_TEXT ? `${value.slice(0, LONG_TEXT)}…` : value);
  if (value === null || typeof value !== "object") return String(value);
  const deeper = `${indent}  `;
  const write = (/** @type {unknown} */ part) => abbreviate(part, more, deeper);
  if (Array.isArray(value)) return bracketed("[]", firstFew(value, more, write), indent);
  return bracketed("{}", Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${write(part)}`), indent);
}

/**
 * The first lines of a text.
 * @param {string} text
 * @param {string} more
 * @returns {string}
 */
export function firstLines(text, more) {
  const lines = text.trimEnd().split(/\r?\n/);
  const rest = lines.length - FEW_LINES;
  return rest > 0 ? [...lines.slice(0, FEW_LINES), `… ${rest} ${more}`].join("\n") : lines.join("\n");
}

/**
 * @param {unknown[]} list
 * @param {string} more
 * @param {(part: unknown) => string} write
 */
function firstFew(list, more, write) {
  const few = list.some((part) => part !== null && typeof part === "object") ? FEW_OBJECTS : FEW_VALUES;
  const rest = list.length - few;
  return [...list.slice(0, few).map(write), ...(rest > 0 ? [`… ${rest} ${more}`] : [])];
}

/**
 * @param {string} brackets
 * @param {string[]} parts
 * @param {string} indent
 */
function bracketed([open, close], parts, indent) {
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length + indent.length <= WIDTH && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(",\n")}\n${indent}${close}`;
}
