/** JSON for a reader: long lists and texts are cut, and what fits on a line stays on it. Pure functions. */

// characters; as wide as the panel beside a call
const WIDTH = 46;
const LONG_TEXT = 90;
const FEW_VALUES = 3;
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
  if (!Array.isArray(value)) {
    return bracketed("{}", Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${write(part)}`), indent);
  }
  const isFlat = value.every((part) => part === null || typeof part !== "object");
  const few = value.slice(0, isFlat ? FEW_VALUES : FEW_OBJECTS).map(write);
  if (few.length < value.length) few.push(`… ${value.length - few.length} ${more}`);
  return bracketed("[]", isFlat ? filled(few, WIDTH - deeper.length) : few, indent);
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
 * @param {string[]} parts
 * @param {number} width
 * @returns {string[]} the parts, as many to a line as fit
 */
function filled(parts, width) {
  /** @type {string[]} */
  const lines = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 2 < width) lines[lines.length - 1] = `${last}, ${part}`;
    else lines.push(part);
  }
  return lines;
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
