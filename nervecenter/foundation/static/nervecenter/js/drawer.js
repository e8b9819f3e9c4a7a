/* A row opens beside its list. Up and down walk the records, Escape closes and gives the focus back to the row.
   The address bar names the open record; going back closes it without loading the list again. */

import { bind } from "./keyboard.js";

const rows = () => [...document.querySelectorAll(".list tbody .name a[data-record]")];
const drawer = () => document.querySelector("#drawer");
const isOpen = () => Boolean(drawer()?.childElementCount);
const openLink = () => document.querySelector(".list a[aria-current='true']");
const named = (address) => new URL(address, location.href).searchParams.get("open");

function markCurrent(link) {
  openLink()?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
}

function focusedRow() {
  return document.activeElement?.closest(".list tbody tr")?.querySelector(".name a[data-record]") ?? null;
}

function remember(link) {
  const address = link.getAttribute("href");
  if (named(location.href) === named(address)) return;
  if (named(location.href)) history.replaceState({}, "", address);
  else history.pushState({}, "", address);
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(focusedRow() ?? openLink());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (isOpen() && next !== openLink()) next.click();
  return true;
}

function empty() {
  const back = openLink();
  drawer().replaceChildren();
  markCurrent(null);
  (back ?? document.querySelector("#main")).focus();
}

function close() {
  if (!isOpen()) return false;
  empty();
  const address = new URL(location.href);
  address.searchParams.delete("open");
  history.pushState({}, "", address);
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-drawer-close]") && close()) event.preventDefault();
  const walk = event.target.closest("[data-drawer-walk]");
  if (walk && move(Number(walk.dataset.drawerWalk))) event.preventDefault();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "drawer") return;
  drawer().scrollTop = 0;
  const link = event.detail.requestConfig.elt;
  if (link.matches("a[data-record]")) {
    markCurrent(link);
    remember(link);
  }
});

window.addEventListener("popstate", () => {
  if (!drawer()) return;
  const wanted = named(location.href);
  if (!wanted && isOpen()) empty();
  else if (wanted) rows().find((link) => named(link.href) === wanted)?.click();
});

bind("j", "In a list", "Next row", () => move(1));
bind("k", "In a list", "Previous row", () => move(-1));
for (const [key, step, label] of [["ArrowDown", 1, "Next record in the drawer"], ["ArrowUp", -1, "Previous record in the drawer"]]) {
  bind(key, "In a list", label, () => (isOpen() && (focusedRow() || document.activeElement === document.body || drawer().contains(document.activeElement)) ? move(step) : false));
}
bind("e", "In a list", "Edit the record", () => {
  const edit = isOpen() || !focusedRow() ? document.querySelector("#drawer [data-edit-record], .head [data-edit-record]") : null;
  if (edit) edit.click();
  else if (focusedRow()) location.assign(`${focusedRow().dataset.record}edit/`);
  else return false;
  return true;
});
bind("o", "In a list", "Open the full page", () => {
  const link = focusedRow() ?? openLink();
  if (!link) return false;
  location.assign(link.dataset.record);
  return true;
});
bind("Escape", "In a list", "Close the drawer", close);
