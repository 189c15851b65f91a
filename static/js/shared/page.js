/** What every page has: its tools, its keys, how it is shown. */

import "./elements/copy-button.js";
import "./elements/embed-code.js";
import "./elements/full-link.js";
import "./elements/key-list.js";
import "./elements/page-presenter.js";
import "./elements/page-tools.js";
import "./elements/print-note.js";
