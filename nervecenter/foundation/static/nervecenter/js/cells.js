/* Editing a cell where it stands. Arrows go from cell to cell, Enter opens the field, Escape leaves it as it was. */

import { bind } from "./keyboard.js";

const before = new WeakMap();
const editable = (row) => [...row.querySelectorAll(".cell-edit")];

function rowOf(element) {
  return element?.closest(".list tbody tr") ?? null;
}

function sideways(step) {
  const row = rowOf(document.activeElement);
  if (!row) return false;
  const stops = [row.querySelector(".name a"), ...editable(row)];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return false;
  next.focus();
  return true;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const cell = event.detail.target.closest?.("td[data-edit]");
  if (!cell) return;
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 412) event.detail.shouldSwap = true;
  if (!cell.querySelector("form")) before.set(cell, cell.innerHTML);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const cell = event.detail.target.closest?.("td[data-edit]");
  const field = cell?.querySelector("form :is(input:not([type=hidden]), select, textarea)");
  if (field) {
    field.focus();
    field.select?.();
  } else if (cell) {
    cell.classList.add("just-changed");
    cell.querySelector(".cell-edit")?.focus();
  }
});

function giveUp(cell) {
  cell.innerHTML = before.get(cell) ?? "";
  window.htmx?.process(cell);
  cell.querySelector(".cell-edit")?.focus();
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("td[data-edit]:has(form)");
  if (cell && event.key === "Escape") {
    event.preventDefault();
    giveUp(cell);
  }
});
document.addEventListener("change", (event) => {
  const cell = event.target.closest?.("td[data-edit]:has(form)");
  if (cell && event.target.matches("select, input[type=checkbox], input[type=date]")) event.target.form.requestSubmit();
});

bind("ArrowRight", "In a list", "Next cell of the row", () => sideways(1));
bind("ArrowLeft", "In a list", "Previous cell of the row", () => sideways(-1));
