/** The documentation page: copying its examples, and trying its calls. */

import "./elements/copy-button.js";
import "./elements/try-request.js";
