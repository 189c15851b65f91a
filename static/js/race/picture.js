/** A picture of a race to take away: the cards' names, maps and bands on one canvas, in the page's colours. */

const COLUMNS = 4;
const CARD = { width: 300, height: 290 };
const MARGIN = 24;
const HEAD = 52;
const MAP = 128;

/**
 * @param {Element[]} cards as the page shows them
 * @param {string} heading
 * @returns {HTMLCanvasElement}
 */
export function racePicture(cards, heading) {
  const columns = Math.min(COLUMNS, cards.length);
  const canvas = document.createElement("canvas");
  canvas.width = 2 * (columns * CARD.width + MARGIN);
  canvas.height = 2 * (Math.ceil(cards.length / columns) * CARD.height + HEAD + MARGIN);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(2, 2);
  const style = getComputedStyle(document.body);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = style.color;
  context.font = `600 18px ${style.fontFamily}`;
  context.fillText(heading, MARGIN, 36);
  cards.forEach((card, i) => {
    const [x, y] = [MARGIN + (i % columns) * CARD.width, HEAD + MARGIN + Math.floor(i / columns) * CARD.height];
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
  const [mean, deviation, band] = /** @type {NodeListOf<HTMLCanvasElement>} */ (card.querySelectorAll("canvas"));
  context.drawImage(mean, x, y + 32, MAP, MAP);
  context.drawImage(deviation, x + MAP + 12, y + 32, MAP, MAP);
  context.drawImage(band, x, y + 44 + MAP, 2 * MAP + 12, 76);
}
