/* The proposals under the keys: arrows walk, Enter or l takes, a digit is the importance, any other letter searches. */

import { part } from "./parts.js";

const LETTER = /^[\p{L}\p{N}]$/u;

export class Targets {
  /** `on` answers: address(query), take(button, options), rate(value), leave(), failed(). */
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.asked = 0;
    this.timer = 0;
    place.addEventListener("keydown", (event) => this.pressed(event));
    place.addEventListener("input", (event) => event.target === this.field() && this.typed());
  }

  buttons() {
    return [...this.place.querySelectorAll("button.target:not(:disabled)")];
  }

  field() {
    return this.place.querySelector("input[name=target_q]");
  }

  open() {
    (this.buttons()[0] ?? this.field())?.focus();
  }

  pressed(event) {
    const all = this.buttons();
    const at = all.indexOf(document.activeElement);
    const inField = event.target === this.field();
    const onButton = at >= 0 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Escape") this.on.leave();
    else if (event.key === "ArrowDown") (all[at + 1] ?? all[0])?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? all[at - 1] : this.field())?.focus();
    else if (event.key === "Enter" && (at >= 0 || inField)) this.take(all[Math.max(at, 0)], { stay: event.shiftKey });
    else if (onButton && event.key === "l") this.take(all[at]);
    else if (onButton && /^[0-3]$/.test(event.key)) this.on.rate(Number(event.key));
    else if (onButton && (event.key === "/" || LETTER.test(event.key))) {
      this.field().value = event.key === "/" ? "" : event.key;
      this.field().focus();
      this.typed();
    } else return;
    event.preventDefault();
  }

  /** Not while a search is under way: what is shown is not yet what was asked for. */
  take(button, options) {
    if (button && this.place.dataset.searching !== "yes") this.on.take(button, options);
  }

  typed() {
    this.place.dataset.searching = "yes";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), 120);
  }

  async search() {
    const mine = ++this.asked;
    const item = this.place.querySelector("[data-proposals]")?.dataset.proposals;
    try {
      const html = await part(this.on.address(`target_q=${encodeURIComponent(this.field().value.trim())}`));
      const shown = this.place.querySelector("[data-proposals]");
      if (mine === this.asked && shown?.dataset.proposals === item) shown.querySelector(".target-list").innerHTML = html;
    } catch {
      this.on.failed();
    }
    if (mine === this.asked) this.place.dataset.searching = "";
  }
}
