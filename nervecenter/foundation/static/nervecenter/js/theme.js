/* The colour theme: the system's, light or dark. Loaded before the first paint so that nothing flashes. */

const KEY = "nervecenter.theme";
const ORDER = ["auto", "light", "dark"];

function stored() {
  try {
    return localStorage.getItem(KEY) ?? "auto";
  } catch {
    return "auto";
  }
}

function apply(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function mark(theme) {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

export function setTheme(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    /* A browser without storage keeps the choice for this page only. */
  }
  apply(theme);
  mark(theme);
}

export function nextTheme() {
  setTheme(ORDER[(ORDER.indexOf(stored()) + 1) % ORDER.length]);
}

apply(stored());

document.addEventListener("DOMContentLoaded", () => mark(stored()));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) setTheme(button.dataset.themeChoice);
});
