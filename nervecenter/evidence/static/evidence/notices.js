/* What the inbox tells: the last step, what waits to be sent, what was refused, what somebody has to decide. */

export class Notices {
  constructor(place) {
    this.place = place;
  }

  /** A notice on top of the others; `acts` are [label, what to do], after which it goes. */
  add(words, { tone = "", acts = [], name = "" } = {}) {
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.dataset.tone = tone;
    notice.dataset.notice = name;
    const told = document.createElement("span");
    told.textContent = words;
    const buttons = document.createElement("span");
    buttons.className = "acts";
    for (const [label, run] of acts) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = label;
      button.addEventListener("click", () => {
        notice.remove();
        run();
      });
      buttons.append(button);
    }
    notice.append(told);
    if (acts.length) notice.append(buttons);
    this.place.prepend(notice);
  }

  /** The one notice of this name; without words it goes. */
  say(words, name = "said", options = {}) {
    this.place.querySelector(`[data-notice="${name}"]`)?.remove();
    if (words) this.add(words, { name, ...options });
  }
}
