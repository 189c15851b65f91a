/** The documentation page: copying its examples, and trying its calls. */

import "../shared/elements/copy-button.js";
import "./elements/try-request.js";
