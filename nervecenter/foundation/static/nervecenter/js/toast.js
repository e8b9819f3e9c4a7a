/* Toasts: they tell what happened, offer to undo it, and go by themselves unless somebody is reading them. */

import { bind } from "./keyboard.js";

const STAY = 9000;
const area = () => document.querySelector("#toasts");

function armed(toast) {
  if (toast.dataset.armed || toast.dataset.tone === "bad") return;
  toast.dataset.armed = "yes";
  let timer = setTimeout(() => toast.remove(), STAY);
  for (const hold of ["pointerenter", "focusin"]) toast.addEventListener(hold, () => clearTimeout(timer));
  for (const release of ["pointerleave", "focusout"]) {
    toast.addEventListener(release, () => {
      clearTimeout(timer);
      timer = setTimeout(() => toast.remove(), STAY / 2);
    });
  }
}

export function say(text, tone = "note") {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.tone = tone;
  const words = document.createElement("span");
  words.className = "toast-text";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "Close";
  close.dataset.toastClose = "";
  toast.append(words, close);
  area().append(toast);
  armed(toast);
}

const watch = new MutationObserver(() => {
  for (const toast of area().children) armed(toast);
});
if (area()) {
  watch.observe(area(), { childList: true });
  for (const toast of area().children) armed(toast);
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest(".toast").remove();
});
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) say("Your role does not allow this. An administrator can change your role under Set-up, Users.", "bad");
  else if (status === 404) say("This record is no longer there. Reload the page to see what is.", "bad");
  else say(`The server could not do this (${status}). Nothing was changed; try again, or reload the page.`, "bad");
});
document.addEventListener("htmx:sendError", () => {
  say("The server did not answer. Nothing was changed; check the connection and try again.", "bad");
});

bind("Mod+z", "Everywhere", "Undo what the toast offers", () => {
  const undo = area()?.querySelector(".toast:last-child form[data-undo]");
  if (!undo) return false;
  undo.requestSubmit();
  return true;
});
