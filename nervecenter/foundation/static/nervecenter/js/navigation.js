/* Going places by key: `g` and a letter, `/` for the search, `c` to create. The letters stand on the links themselves. */

import { bind } from "./keyboard.js";
import { nextTheme } from "./theme.js";

function follow(selector) {
  const link = document.querySelector(selector);
  if (!link) return false;
  link.click();
  return true;
}

for (const link of document.querySelectorAll("[data-go]")) {
  bind(`g ${link.dataset.go}`, "Go to", link.dataset.goLabel ?? link.textContent.trim(), () => location.assign(link.dataset.goHref ?? link.href));
}

bind("/", "Everywhere", "Search", () => {
  const field = document.querySelector("[data-search]");
  if (!field) return false;
  field.focus();
  field.select();
  return true;
});
bind("c", "Everywhere", "Create", () => follow("[data-create]"));
bind("t", "Everywhere", "Switch light and dark", nextTheme);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu-of[open], details.me[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
bind("Escape", "Everywhere", "Close what is open", () => {
  const menu = document.querySelector("details.menu-of[open], details.me[open]");
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary").focus();
  return true;
}, { inFields: true });

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
