/** Findings as the page writes them, one after another, each in a copy of the same markup. */

import { fill, part, write } from "../shared/parts.js";
import { compact } from "../shared/readable.js";

/** @typedef {{name: string, value: number | null, unit: string, says: string}} Finding */

/**
 * @param {Element} list that is to hold them and nothing else
 * @param {Finding[]} findings
 * @param {HTMLTemplateElement} template of one
 */
export function writeFindings(list, findings, template) {
  fill(list, findings.length, template);
  findings.forEach(({ name, value, unit, says }, number) => {
    const finding = list.children[number];
    write(part(finding, "name"), name);
    write(part(finding, "value"), [compact(value), unit].filter(Boolean).join(" "));
    write(part(finding, "says"), says);
  });
}
