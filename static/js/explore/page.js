/** The Explore page: every element it uses, and the regions that the server writes anew. */

import "../shared/regions.js";
import "./elements/activation-chart.js";
import "../shared/elements/activation-picker.js";
import "./elements/add-curve.js";
import "./elements/chart-gestures.js";
import "./elements/chart-summary.js";
import "./elements/curve-card.js";
import "./elements/curve-choice.js";
import "./elements/curve-marker.js";
import "./elements/curve-sound.js";
import "./elements/export-bar.js";
import "./elements/marker-readings.js";
import "./elements/window-controls.js";
import "../shared/elements/picture-bar.js";
import "../shared/page.js";
