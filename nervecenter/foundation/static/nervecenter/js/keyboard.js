/* One registry of key bindings; the cheat sheet is made from it. Letters never fire inside a field. */

const bindings = [];
let prefix = "";
let prefixTimer = 0;

/**
 * Register a binding. `keys` is written as people read it: "j", "g p", "Mod+k", "Escape", "ArrowDown".
 * `run` may return false to say that it did not apply, and the key keeps its ordinary meaning.
 */
export function bind(keys, section, label, run, options = {}) {
  bindings.push({ keys, section, label, run, inFields: false, ...options });
}

export function allBindings() {
  return bindings;
}

function inField(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

function pressed(event) {
  const name = event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key;
  return (event.ctrlKey || event.metaKey ? "Mod+" : "") + (event.altKey ? "Alt+" : "") + name;
}

function candidates(event, keys) {
  const typing = inField(event.target);
  const dialogOpen = document.querySelector("dialog[open]") !== null;
  return bindings.filter((binding) => binding.keys === keys && (!typing || binding.inFields) && (!dialogOpen || binding.inDialogs));
}

function forget() {
  prefix = "";
  clearTimeout(prefixTimer);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  const key = pressed(event);
  const sequence = prefix ? `${prefix} ${key}` : key;
  forget();
  for (const binding of candidates(event, sequence)) {
    if (binding.run(event) !== false) {
      event.preventDefault();
      return;
    }
  }
  const starts = bindings.some((binding) => binding.keys.startsWith(`${key} `));
  if (starts && !inField(event.target) && !document.querySelector("dialog[open]")) {
    prefix = key;
    prefixTimer = setTimeout(forget, 1200);
  }
});

const SHOWN = { Mod: navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl", ArrowDown: "↓", ArrowUp: "↑", ArrowRight: "→", ArrowLeft: "←", Escape: "Esc" };

function keyCaps(keys) {
  const line = document.createElement("span");
  for (const [index, stroke] of keys.split(" ").entries()) {
    if (index) line.append("then ");
    for (const part of stroke.split("+")) {
      const cap = document.createElement("kbd");
      cap.textContent = SHOWN[part] ?? part;
      line.append(cap);
    }
  }
  return line;
}

function cheatSheet() {
  const body = document.querySelector("#cheats .cheats");
  body.replaceChildren();
  for (const section of new Set(bindings.map((binding) => binding.section))) {
    const block = document.createElement("section");
    const heading = document.createElement("h3");
    heading.textContent = section;
    const list = document.createElement("ul");
    const told = new Set();
    for (const binding of bindings.filter((one) => one.section === section)) {
      if (told.has(binding.keys)) continue;
      told.add(binding.keys);
      const item = document.createElement("li");
      const label = document.createElement("span");
      label.textContent = binding.label;
      item.append(label, keyCaps(binding.keys));
      list.append(item);
    }
    block.append(heading, list);
    body.append(block);
  }
  document.querySelector("#cheats").showModal();
}

bind("?", "Everywhere", "Show these keys", cheatSheet);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cheats]")) cheatSheet();
  const dialog = event.target.closest("dialog");
  if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
});
