/* Steps on their way to the server: in their order, one at a time, kept in this browser until the server has answered,
   sent again when it did not. Each carries a key, so that sent twice it is done once. */

const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

export class Steps {
  /** `tell(state)` is called whenever something changes; `done` and `refused` when a step was answered. */
  constructor(user, { token, tell, done, refused, stale }) {
    this.place = `nervecenter.inbox.${user}`;
    this.token = token;
    this.listeners = { tell, done, refused, stale };
    this.versions = new Map();
    this.tries = 0;
    this.sending = false;
    this.held = null;
    this.timer = 0;
    this.queue = this.restored();
    this.others = this.queue.length;
    window.addEventListener("online", () => this.now());
  }

  restored() {
    try {
      return JSON.parse(localStorage.getItem(this.place) ?? "[]");
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.queue.length) localStorage.setItem(this.place, JSON.stringify(this.queue));
      else localStorage.removeItem(this.place);
    } catch {
      /* A browser that keeps nothing still sends what it holds in memory. */
    }
  }

  /** Add a step: {kind, item, url, method, body, words}. Its version is filled in when it is sent. */
  add(step) {
    const whole = { key: crypto.randomUUID(), method: "POST", body: {}, ...step };
    this.queue.push(whole);
    this.keep();
    this.now();
    return whole;
  }

  /** Take a step back that has not been sent yet; false when it is too late for that. */
  drop(step) {
    const at = this.queue.indexOf(step);
    if (at < 0 || (at === 0 && this.sending)) return false;
    this.queue.splice(at, 1);
    this.keep();
    this.listeners.tell(this);
    this.now();
    return true;
  }

  now() {
    clearTimeout(this.timer);
    if (!this.sending) this.send();
  }

  /** Leave a stale step out, or send it for the version that is there now. */
  decide(step, version) {
    if (version === null) this.queue.splice(this.queue.indexOf(step), 1);
    else {
      this.versions.set(step.item, version);
      step.key = crypto.randomUUID();
    }
    this.held = null;
    this.keep();
    this.now();
  }

  async send() {
    const step = this.queue.find((one) => one !== this.held && !(this.held && one.item === this.held.item));
    this.listeners.tell(this);
    if (!step) return;
    this.sending = true;
    let answer = null;
    let told = null;
    try {
      answer = await fetch(this.address(step), {
        method: step.method,
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": this.token,
          "Idempotency-Key": step.key,
          "If-Match": `"${this.versions.get(step.item) ?? step.version}"`,
        },
        body: JSON.stringify(step.body),
        signal: AbortSignal.timeout(20000),
      });
      told = await answer.json();
    } catch {
      answer = null;
    }
    this.sending = false;
    if (!answer || answer.status >= 500 || answer.status === 429) {
      this.tries += 1;
      this.timer = setTimeout(() => this.now(), WAITS[Math.min(this.tries, WAITS.length) - 1]);
      this.listeners.tell(this);
      return;
    }
    this.tries = 0;
    if (answer.status === 412) {
      this.held = step;
      this.listeners.stale(step, told);
    } else {
      this.queue.splice(this.queue.indexOf(step), 1);
      this.keep();
      if (answer.ok) this.answered(step, told);
      else {
        this.queue = this.queue.filter((later) => later.undoes?.key !== step.key && later.rates?.key !== step.key);
        this.listeners.refused(step, told);
      }
      this.keep();
    }
    this.send();
  }

  /** Where a step goes: what it undoes or rates was answered before it, since steps go in their order. */
  address(step) {
    if (step.undoes) return `/api/v1/changes/${step.undoes.change}/undo`;
    if (step.rates) return `/api/v1/evidence/${step.item}/links/${step.rates.target}`;
    return step.url;
  }

  answered(step, told) {
    step.change = told.change;
    if (told.target) step.target = told.target;
    for (const later of this.queue) {
      for (const of of [later.undoes, later.rates]) {
        if (of && of.key === step.key) Object.assign(of, { change: step.change, target: step.target });
      }
    }
    if (told.version !== undefined) this.versions.set(step.item, told.version);
    else if (step.undoes && step.undoes.kind !== "rate") this.versions.set(step.item, (this.versions.get(step.item) ?? 0) + 1);
    this.listeners.done(step, told);
  }
}
