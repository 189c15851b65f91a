/** The Playground page: every element it uses. */

import "../shared/elements/activation-dialog.js";
import "../shared/elements/activation-picker.js";
import "./elements/confusion-matrix.js";
import "./elements/data-editor.js";
import "./elements/frame-timeline.js";
import "./elements/layer-diagnostics.js";
import "./elements/layer-editor.js";
import "./elements/layer-links.js";
import "./elements/loss-chart.js";
import "./elements/network-graph.js";
import "./elements/output-plot.js";
import "./elements/own-table.js";
import "./elements/plan-controls.js";
import "./elements/race-link.js";
import "./elements/run-bar.js";
import "./elements/run-export.js";
import "./elements/run-numbers.js";
import "./elements/share-button.js";
import "./elements/starter-lesson.js";
import "./elements/starter-list.js";
import "./elements/training-run.js";
import "./elements/unit-lines.js";
import "./elements/unit-inspector.js";
import "../shared/page.js";
