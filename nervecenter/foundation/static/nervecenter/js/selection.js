/* Selected rows: `x` ticks one, Shift ticks a range, the head ticks all. What is selected is told to the palette. */

import { bind } from "./keyboard.js";

/* Ticked in the bar: every record that matches is meant, on all pages. */
const everything = () => document.querySelector("[data-select-all]:checked");
const boxes = () => [...document.querySelectorAll(".list tbody .pick input")];
let last = null;

export function selected() {
  return boxes().filter((box) => box.checked).map((box) => box.value);
}

export function clearSelection() {
  for (const box of [...boxes(), everything()]) if (box) box.checked = false;
  refresh();
}

function refresh() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const head = document.querySelector(".list thead .pick input");
  if (head) {
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const told = document.querySelector("[data-selected-count]");
  if (told) told.textContent = Number(everything()?.value ?? chosen).toLocaleString("en");
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".list .pick input");
  if (!box) return;
  if (box.closest("thead")) for (const one of boxes()) one.checked = box.checked;
  else {
    const all = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const one of all.slice(Math.max(from, 0), to + 1)) one.checked = box.checked;
    }
    last = box;
  }
  refresh();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-clear-selection]")) clearSelection();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) refresh();
});
/* What is asked for by its address carries no token that guards what is written. */
document.addEventListener("submit", (event) => {
  const token = event.target.id === "bulk" && event.target.querySelector("[name=csrfmiddlewaretoken]");
  if (token) token.disabled = (event.submitter?.getAttribute("formmethod") ?? event.target.method) !== "post";
});
document.addEventListener("htmx:afterSettle", refresh);

bind("x", "In a list", "Select the row", () => {
  const row = document.activeElement?.closest(".list tbody tr") ?? document.querySelector(".list a[aria-current='true']")?.closest("tr");
  const box = row?.querySelector(".pick input");
  if (!box) return false;
  box.checked = !box.checked;
  last = box;
  refresh();
  return true;
});
bind("Mod+a", "In a list", "Select all rows on the page", () => {
  if (!boxes().length) return false;
  for (const box of boxes()) box.checked = true;
  refresh();
  return true;
});
bind("Escape", "In a list", "Clear the selection", () => {
  if (!selected().length) return false;
  clearSelection();
  return true;
});
refresh();
