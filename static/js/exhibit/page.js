/** An exhibit's page: every element it uses, and the regions that the server writes anew. */

import "../shared/regions.js";
import "./elements/chain-network.js";
import "./elements/exhibit-controls.js";
import "./elements/exhibit-figure.js";
import "./elements/exhibit-findings.js";
import "./elements/exhibit-progress.js";
import "./elements/exhibit-steps.js";
import "./elements/figure-handles.js";
import "./elements/panel-captions.js";
import "../shared/elements/picture-bar.js";
import "../shared/page.js";
