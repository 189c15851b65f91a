/** The Explore page: every element it uses, and the regions that the server writes anew. */

import "../shared/regions.js";
import "./elements/activation-chart.js";
import "./elements/activation-gallery.js";
import "./elements/add-curve.js";
import "../shared/elements/copy-button.js";
import "./elements/curve-card.js";
import "./elements/export-bar.js";
import "./elements/window-controls.js";
