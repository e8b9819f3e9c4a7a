/* A row opens beside its list. Up and down walk the records, Escape closes and gives the focus back to the row. */

import { bind } from "./keyboard.js";

const rows = () => [...document.querySelectorAll(".list tbody .name a[data-record]")];
const drawer = () => document.querySelector("#drawer");
const isOpen = () => Boolean(drawer()?.childElementCount);
const openLink = () => document.querySelector(".list a[aria-current='true']");

function markCurrent(link) {
  openLink()?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
}

function focusedRow() {
  return document.activeElement?.closest(".list tbody tr")?.querySelector(".name a[data-record]") ?? null;
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

function close() {
  if (!isOpen()) return false;
  const back = openLink();
  drawer().replaceChildren();
  markCurrent(null);
  const address = new URL(location.href);
  address.searchParams.delete("open");
  history.pushState({}, "", address);
  (back ?? document.querySelector("#main")).focus();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".list a[data-record]");
  if (link) markCurrent(link);
  if (event.target.closest("[data-drawer-close]") && close()) event.preventDefault();
  const walk = event.target.closest("[data-drawer-walk]");
  if (walk && move(Number(walk.dataset.drawerWalk))) event.preventDefault();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "drawer") drawer().scrollTop = 0;
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
