/* The list at the left: which rows still wait, which is shown, which are ticked, and the next ones from the server. */

import { part } from "./parts.js";

const FEW = 10;

export class List {
  constructor(root) {
    this.root = root;
    this.place = root.querySelector("[data-rows]");
    this.loading = null;
  }

  rows() {
    return [...this.place.querySelectorAll(".inbox-row:not([hidden])")];
  }

  row(id) {
    return this.place.querySelector(`.inbox-row[data-item="${id}"]`);
  }

  ticked() {
    return this.rows().filter((row) => row.querySelector("input:checked")).map((row) => row.dataset.item);
  }

  /** The id of the row that many steps away from this one, or null. A row that was done keeps its place. */
  away(id, step) {
    const every = [...this.place.querySelectorAll(".inbox-row")];
    let at = every.findIndex((row) => row.dataset.item === id);
    if (at < 0) at = step > 0 ? -1 : every.length;
    for (at += step; at >= 0 && at < every.length; at += step) if (!every[at].hidden) return every[at].dataset.item;
    return null;
  }

  ahead(id, count) {
    const found = [];
    for (let next = this.away(id, 1); next && found.length < count; next = this.away(next, 1)) found.push(next);
    return found;
  }

  show(id) {
    this.place.querySelector("a[aria-current]")?.removeAttribute("aria-current");
    const link = this.row(id)?.querySelector("a");
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: "nearest" });
  }

  /** These rows are done, or wait again. The sentence above and the navigation follow. */
  setDone(ids, done) {
    for (const id of ids) {
      const row = this.row(id);
      if (!row || row.hidden === done) continue;
      row.hidden = done;
      const box = row.querySelector("input");
      if (box) box.checked = false;
      this.count("[data-answer] [data-waiting]", done ? -1 : 1);
      this.count(`[data-count-of="/evidence/inbox/"]`, done ? -1 : 1);
      if (row.dataset.week) this.count("[data-answer] [data-week]", done ? -1 : 1);
    }
    this.countTicked();
  }

  count(selector, by) {
    const place = document.querySelector(selector)?.firstChild;
    const shown = Number(place?.textContent.replaceAll(",", ""));
    if (place && Number.isInteger(shown)) place.textContent = Math.max(0, shown + by).toLocaleString("en");
  }

  countTicked() {
    const told = this.root.querySelector("[data-ticked]");
    if (told) told.textContent = this.ticked().length;
  }

  /** More rows, when few are left after this one and there are any. */
  async fill(id) {
    if (!this.root.dataset.more || this.ahead(id, FEW).length >= FEW) return;
    this.loading ??= this.load().finally(() => (this.loading = null));
    await this.loading;
  }

  async load() {
    const last = this.place.querySelector(".inbox-row:last-of-type");
    const query = [this.root.dataset.kept, `after=${last?.dataset.item ?? ""}`].filter(Boolean).join("&");
    const html = await part(`/evidence/inbox/rows/?${query}`);
    const fresh = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelectorAll(".inbox-row");
    if (!fresh.length) this.root.dataset.more = "";
    for (const row of fresh) if (!this.row(row.dataset.item)) this.place.append(row);
  }
}
