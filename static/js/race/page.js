/** The Race page: every element it uses. */

import "../shared/elements/activation-dialog.js";
import "../shared/elements/activation-picker.js";
import "./elements/race-bar.js";
import "./elements/race-chart.js";
import "./elements/race-export.js";
import "./elements/race-form.js";
import "./elements/race-lanes.js";
import "./elements/race-links.js";
import "./elements/race-run.js";
import "./elements/race-table.js";
import "../shared/page.js";
