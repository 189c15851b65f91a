/** The Map page: every element it uses. */

import "../shared/elements/activation-dialog.js";
import "../shared/elements/activation-picker.js";
import "./elements/map-bar.js";
import "./elements/map-export.js";
import "./elements/map-form.js";
import "./elements/map-picture.js";
import "./elements/map-reader.js";
import "./elements/map-run.js";
import "./elements/map-starters.js";
import "./elements/map-summary.js";
import "./elements/map-view.js";
import "../shared/page.js";
