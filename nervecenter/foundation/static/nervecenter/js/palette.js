/* The palette: search and commands from one field. It asks the server for entries and knows what is selected. */

import { bind } from "./keyboard.js";
import { selected } from "./selection.js";
import { nextTheme } from "./theme.js";

const dialog = document.querySelector("#palette");
const field = dialog?.querySelector("input");
const results = dialog?.querySelector("[role=listbox]");
let asked = 0;
let timer = 0;
let answered = null;

const COMMANDS = {
  theme: nextTheme,
  keys: () => document.querySelector("[data-cheats]")?.click(),
  bulk: () => document.querySelector("[data-bulk-edit]")?.click(),
  archive: () => document.querySelector("[data-bulk-archive]")?.click(),
  edit: () => document.querySelector("[data-edit-record]")?.click(),
};

const options = () => [...results.querySelectorAll("[role=option]")];
const current = () => results.querySelector("[aria-selected=true]");

function choose(option) {
  current()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

async function ask() {
  const mine = ++asked;
  const words = field.value;
  const address = new URL(dialog.dataset.source, location.href);
  address.searchParams.set("format", "palette");
  address.searchParams.set("q", words);
  address.searchParams.set("page", location.pathname);
  address.searchParams.set("selected", selected().length);
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (mine !== asked) return;
    if (!answer.ok) throw new Error(String(answer.status));
    results.innerHTML = await answer.text();
  } catch {
    if (mine !== asked) return;
    results.textContent = "The search did not answer. Check the connection and type again.";
  }
  for (const [index, option] of options().entries()) option.id ||= `palette-${index}`;
  choose(options()[0]);
  answered = words;
}

/* Whoever types faster than the server answers means what she typed, not what stood there before. */
async function accept(event) {
  while (dialog.open && answered !== field.value) {
    clearTimeout(timer);
    await ask();
  }
  if (dialog.open) run(current(), event);
}

function open() {
  if (!dialog || dialog.open) return false;
  const chosen = selected().length;
  const about = dialog.querySelector(".about-selection");
  about.hidden = !chosen;
  about.textContent = `${chosen} selected`;
  field.value = "";
  answered = null;
  dialog.showModal();
  ask();
  return true;
}

function run(option, event) {
  if (!option) return;
  const command = option.dataset.command;
  if (command) {
    event.preventDefault();
    dialog.close();
    COMMANDS[command]?.();
  } else if (event.type === "keydown") {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(option.href, "_blank");
    else location.assign(option.href);
  }
}

if (dialog) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 90);
  });
  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(current());
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at - 1 + all.length) % all.length]);
    else if (event.key === "Home" && !field.value) choose(all[0]);
    else if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter") accept(event);
    else return undefined;
    return event.preventDefault();
  });
  results.addEventListener("click", (event) => run(event.target.closest("[role=option]"), event));
  results.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== current()) choose(option);
  });
}

bind("Mod+k", "Everywhere", "Search and commands", open, { inFields: true });
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette]")) open();
});
