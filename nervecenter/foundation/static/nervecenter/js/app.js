/* The entry: loads the modules, each of which is of use alone. Pages work without any of them. */

import "./keyboard.js";
import "./navigation.js";
import "./drawer.js";
import "./selection.js";
import "./palette.js";
import "./toast.js";
import "./cells.js";
import "./figures.js";
import "./import.js";
import "./locale.js";
import "./lookup.js";
