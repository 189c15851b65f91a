/** A picture of a race to take away: the chart, then the cards' names and maps, on one canvas, in the colours that the page has. */

import { customProperties } from "../shared/custom-properties.js";
import { paintChart } from "./chart-painter.js";

const COLUMNS = 4;
const CARD = { width: 300, height: 200 };
const MARGIN = 24;
const HEAD = 52;
const MAP = 128;
/** The chart is as wide as four cards. */
export const CHART = { width: COLUMNS * CARD.width - MARGIN, height: 360 };

/**
 * @param {Element[]} cards as the page shows them
 * @param {import("./chart-painter.js").Chart} chart of the size CHART
 * @param {string} heading
 * @returns {HTMLCanvasElement}
 */
export function racePicture(cards, chart, heading) {
  const canvas = document.createElement("canvas");
  const top = HEAD + CHART.height + MARGIN;
  canvas.width = 2 * (COLUMNS * CARD.width + MARGIN);
  canvas.height = 2 * (top + Math.ceil(cards.length / COLUMNS) * CARD.height + MARGIN);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(2, 2);
  const style = getComputedStyle(document.body);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = style.color;
  context.font = `600 18px ${style.fontFamily}`;
  context.fillText(heading, MARGIN, 36);
  context.save();
  context.translate(MARGIN, HEAD);
  paintChart(context, chart, customProperties(document.body, "ink", "soft", "line"), style.fontFamily);
  context.restore();
  context.fillStyle = style.color;
  cards.forEach((card, i) => {
    const [x, y] = [MARGIN + (i % COLUMNS) * CARD.width, top + MARGIN + Math.floor(i / COLUMNS) * CARD.height];
    paintCard(context, card, x, y, style.fontFamily);
  });
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Element} card
 * @param {number} x
 * @param {number} y
 * @param {string} family of the font
 */
function paintCard(context, card, x, y, family) {
  const text = (/** @type {string} */ name) => card.querySelector(`[data-part="${name}"]`)?.textContent ?? "";
  context.font = `600 14px ${family}`;
  context.fillText(text("name"), x, y, CARD.width - MARGIN);
  context.font = `13px ${family}`;
  context.fillText(text("solved"), x, y + 20);
  const [mean, deviation] = /** @type {NodeListOf<HTMLCanvasElement>} */ (card.querySelectorAll("canvas"));
  context.drawImage(mean, x, y + 32, MAP, MAP);
  context.drawImage(deviation, x + MAP + 12, y + 32, MAP, MAP);
}
