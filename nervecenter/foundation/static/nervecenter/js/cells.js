/* Editing a cell where it stands: a click, or arrows to the cell and Enter. Escape leaves it as it was. */

import { bind } from "./keyboard.js";

const before = new WeakMap();
const CELL = ".list td[data-edit]";
const rowOf = (element) => element?.closest(".list tbody tr") ?? null;
const beingEdited = (cell) => cell.querySelector("form") !== null;

function sideways(step) {
  const row = rowOf(document.activeElement);
  if (!row) return false;
  const stops = [row.querySelector(".name a"), ...row.querySelectorAll("td[data-edit]")];
  const next = stops[stops.indexOf(document.activeElement.closest("td[data-edit], .name a")) + step];
  if (!next) return false;
  if (next.matches("td")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function edit(cell) {
  if (beingEdited(cell)) return;
  before.set(cell, cell.innerHTML);
  const record = rowOf(cell).querySelector("[data-record]").dataset.record;
  window.htmx.ajax("GET", `${record}cells/${cell.dataset.edit}/`, { target: cell, swap: "innerHTML" });
}

function giveUp(cell) {
  cell.innerHTML = before.get(cell) ?? "";
  cell.tabIndex = -1;
  cell.focus();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.closest?.(CELL) && [412, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const cell = event.detail.target.closest?.(CELL);
  if (!cell) return;
  const field = cell.querySelector("form :is(input:not([type=hidden]), select, textarea)");
  if (field) {
    field.focus();
    if (field.matches("input:not([type=checkbox])")) field.select();
    return;
  }
  cell.classList.add("just-changed");
  setTimeout(() => cell.classList.remove("just-changed"), 1800);
  cell.tabIndex = -1;
  cell.focus();
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest?.(CELL);
  if (!cell || event.target.closest("a, button, input, select")) return;
  if (!getSelection().toString()) edit(cell);
});
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.(CELL);
  if (!cell) return;
  if (event.key === "Escape" && beingEdited(cell)) giveUp(cell);
  else if ((event.key === "Enter" || event.key === "F2") && event.target === cell) edit(cell);
  else return;
  event.preventDefault();
});
document.addEventListener("change", (event) => {
  const cell = event.target.closest?.(CELL);
  if (cell && event.target.matches("select, input[type=checkbox]")) event.target.form.requestSubmit();
});

bind("ArrowRight", "In a list", "Next cell of the row, Enter edits it", () => sideways(1));
bind("ArrowLeft", "In a list", "Previous cell of the row", () => sideways(-1));
