/* A passage of the text: selected with the mouse, or with the keyboard in a field that holds the same text. */

const points = (text) => [...text].length;

/** The selected words and the character they begin at, or null when nothing of the text is selected. */
export function selectedPassage(place) {
  const field = place.parentElement?.querySelector(".passage-text");
  if (field) {
    const words = field.value.slice(field.selectionStart, field.selectionEnd);
    return words.trim() ? { words, starts: points(field.value.slice(0, field.selectionStart)) } : null;
  }
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.startContainer) || !place.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(place, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  return words.trim() ? { words, starts: points(before.toString()), range: range.cloneRange() } : null;
}

/** Show a passage as marked until another one is; null takes the mark away. */
export function mark(range) {
  if (!CSS.highlights) return;
  if (range) CSS.highlights.set("passage", new Highlight(range));
  else CSS.highlights.delete("passage");
}

/** The text as a field in which arrows and Shift select. `taken` is called with what was selected, or null. */
export function selectByKeyboard(place, taken) {
  const field = document.createElement("textarea");
  field.className = "passage-text";
  // Not read-only, since a browser walks no caret through such a field; what would change it is refused instead.
  field.addEventListener("beforeinput", (event) => event.preventDefault());
  field.dir = "auto";
  field.value = place.textContent;
  field.setAttribute("aria-label", "Select the passage with Shift and the arrows; Enter takes it, Escape leaves");
  place.hidden = true;
  place.after(field);
  field.focus();
  field.setSelectionRange(0, 0);
  const leave = (found) => {
    field.remove();
    place.hidden = false;
    taken(found);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    leave(event.key === "Enter" ? selectedPassage(place) : null);
  });
}
