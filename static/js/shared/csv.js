/** Tables as CSV text: pure functions. The server writes its tables by the same rules, in app/text.py. */

/** What a spreadsheet may take for a formula, with the signs of wide keyboards. */
const FORMULA = /^'*[ \t\r\n]*[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * @param {unknown[][]} rows of texts and numbers; what is not known is empty
 * @returns {string} a line for each
 */
export function csvText(rows) {
  return rows.map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** @param {unknown} value */
function cell(value) {
  const text = typeof value === "string" ? guarded(value) : String(value ?? "");
  return /[",;\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text, behind an apostrophe where a spreadsheet would compute it. @param {string} text */
const guarded = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
