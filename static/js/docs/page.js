/** The documentation page: copying its examples, and trying its calls. */

import "./elements/try-request.js";
import "./opening.js";
import "../shared/page.js";
