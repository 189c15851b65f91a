/** The index of exhibits: what of it has been seen. */

import "./elements/seen-marks.js";
import "../shared/page.js";
