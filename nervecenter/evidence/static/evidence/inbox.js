/* The inbox: keys and buttons become steps, the next item comes by itself, and no step loads a page. */

import { bind } from "../nervecenter/js/keyboard.js";
import { List } from "./list.js";
import { Notices } from "./notices.js";
import { Ahead } from "./parts.js";
import { mark, selectByKeyboard, selectedPassage } from "./passage.js";
import { Steps } from "./steps.js";
import { Targets } from "./targets.js";

const root = document.querySelector("[data-inbox]");
const HOLD = 1200;
const IMPORTANCE = ["noted", "nice to have", "important", "critical"];
const SECTION = "In the inbox";

function start() {
  const place = root.querySelector("[data-item-place]");
  const right = root.querySelector("[data-right]");
  const list = new List(root);
  const ahead = new Ahead(root.dataset.kept);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const stack = [];
  let current = "";
  let wanting = false;
  let recent = null;
  let pending = null;
  let timer = 0;

  const article = () => place.querySelector("article");
  /* While the next item is on its way nothing is decided about it. */
  const form = () => (article()?.dataset.item === current ? place.querySelector("form.step") : null);
  const text = () => place.querySelector("[data-text]");

  const notices = new Notices(root.querySelector("[data-notices]"));
  const say = (...words) => notices.say(...words);

  const steps = new Steps(root.dataset.user, {
    token,
    tell(state) {
      const waits = state.queue.length - (state.held ? 1 : 0);
      const words = `${waits === 1 ? "1 step waits" : `${waits} steps wait`} to be sent: the server does not answer. It is tried again by itself; nothing is lost.`;
      say(state.tries && waits ? words : "", "waits", { tone: "wait", acts: [["Try now", () => steps.now()]] });
      root.dataset.waiting = state.queue.length || "";
    },
    done(step) {
      if (step.undoes) {
        ahead.forget(step.item);
        if (current === step.item && !form()?.contains(document.activeElement)) show(step.item, { quiet: true });
      }
    },
    refused(step, answer) {
      const at = stack.indexOf(step);
      if (at >= 0) stack.splice(at, 1);
      ahead.forget(step.item);
      // What could not be done waits again; what could not be taken back stays done.
      if (step.kind !== "rate") list.setDone(step.items ?? [step.item], Boolean(step.undoes));
      const acts = step.item ? [["Show it", () => show(step.item)], ["Close", () => {}]] : [["Close", () => {}]];
      notices.add(`${step.words}: this was refused. ${answer?.detail ?? ""}`, { tone: "bad", acts });
    },
    stale(step, answer) {
      const acts = [];
      if (step.kind === "link" || step.kind === "problem") acts.push(["Add mine too", () => steps.decide(step, answer.current_version)]);
      acts.push(["Leave it", () => {
        stack.splice(stack.indexOf(step), 1);
        steps.decide(step, null);
      }]);
      ahead.forget(step.item);
      notices.add(`${step.name}: ${answer?.detail ?? "somebody else decided about it."}`, { tone: "wait", acts, name: "stale" });
    },
  });

  const targets = new Targets(right, {
    address: (more) => ahead.path(current, "proposals/", more),
    take: (button, options) => linkTo(button, options),
    rate: (value) => setImportance(value),
    leave: () => place.querySelector("#item-name")?.focus(),
    failed: () => say("The search does not answer; type again to repeat it.", "fetch", { tone: "wait" }),
  });

  /* Showing an item. */

  function ready() {
    for (const one of root.querySelectorAll("[data-act][hidden]")) one.hidden = false;
    const shown = article();
    if (shown) steps.versions.set(shown.dataset.item, Math.max(Number(shown.dataset.version), steps.versions.get(shown.dataset.item) ?? 0));
  }

  async function show(id, { quiet = false } = {}) {
    current = id;
    mark(null);
    list.show(id);
    try {
      const html = await ahead.item(id);
      if (current !== id) return;
      place.innerHTML = html;
    } catch (error) {
      if (current === id) say(error.message || "The item could not be fetched; the server does not answer.", "fetch", { tone: "wait", acts: [["Try again", () => show(id)]] });
      return;
    }
    say("", "fetch");
    ready();
    if (!quiet) place.querySelector("#item-name")?.focus({ preventScroll: true });
    const address = new URL(location.href);
    address.searchParams.set("item", id);
    history.replaceState({}, "", address);
    await showProposals(id);
    list.fill(id).then(() => ahead.fetchAhead(list.ahead(id, 4)), () => {});
  }

  async function showProposals(id) {
    right.setAttribute("aria-busy", "true");
    const known = right.querySelector("[data-proposals]")?.dataset.proposals;
    if (known !== id) right.replaceChildren();
    try {
      const html = await ahead.proposalsOf(id);
      if (current !== id) return;
      right.innerHTML = html;
    } catch {
      if (current === id) right.textContent = "The proposals could not be fetched.";
    }
    right.removeAttribute("aria-busy");
    if (wanting) openTargets();
  }

  function nothingLeft() {
    current = "";
    right.replaceChildren();
    const done = document.createElement("p");
    done.className = "answer";
    done.tabIndex = -1;
    done.textContent = root.querySelector("[data-kept='']") || !root.dataset.kept ? "Nothing waits any more." : "Nothing that fits these filters waits any more.";
    place.replaceChildren(done);
    done.focus();
  }

  async function next(id) {
    let following = list.away(id, 1);
    if (!following) {
      await list.fill(id).catch(() => {});
      following = list.away(id, 1) ?? list.away(id, -1);
    }
    if (following) await show(following);
    else nothingLeft();
  }

  function walk(step) {
    recent = null;
    commit();
    const to = list.away(current, step);
    if (to) show(to);
    return true;
  }

  /* Taking steps. */

  function said() {
    const fields = form()?.elements;
    if (!fields) return {};
    const found = {};
    const importance = Number(fields.importance.value);
    if (importance !== 1) found.importance = importance;
    const passage = fields.passage.value;
    if (passage.trim()) {
      found.passage = passage;
      if (fields.starts.value) found.starts = Number(fields.starts.value);
    }
    return found;
  }

  function take(step, { stay = false } = {}) {
    if (!form()) return false;
    commit();
    const ids = list.ticked();
    const many = ids.length > 1 && step.together;
    const item = current;
    const whole = {
      ...step,
      item: many ? "" : item,
      items: many ? ids : [item],
      name: many ? `${ids.length} items` : `“${article().dataset.name.slice(0, 60)}”`,
      version: Number(article().dataset.version),
      url: many ? step.together : `/api/v1/evidence/${item}/${step.rest}`,
      body: many ? { ...step.body, ids } : step.body,
    };
    const added = steps.add(whole);
    stack.push(added);
    recent = many || step.kind === "aside" ? null : added;
    say(`${whole.name}: ${step.words}. ${recent ? "0 to 3 says how important, " : ""}z takes it back.`);
    ahead.forget(item);
    if (stay) {
      recent = null;
      return true;
    }
    list.setDone(whole.items, true);
    next(item);
    return true;
  }

  function linkTo(button, options) {
    const ids = list.ticked();
    const body = { target: button.value, ...(ids.length > 1 ? {} : said()) };
    wanting = false;
    return take({ kind: "link", rest: "links", together: "/api/v1/evidence/links", body, target: button.value, words: `linked to “${button.dataset.name}”` }, options);
  }

  function newProblem() {
    const name = form().elements.name.value.trim();
    if (!name) return form().elements.name.focus();
    return take({ kind: "problem", rest: "problem", body: { name, ...said() }, words: `linked to the new problem “${name}”` });
  }

  function setAside() {
    if (!place.querySelector("[data-act=set_aside]") && list.ticked().length < 2) return false;
    return take({ kind: "aside", rest: "set-aside", together: "/api/v1/evidence/set-aside", body: {}, words: "set aside as no evidence" });
  }

  function reopen() {
    take({ kind: "reopen", rest: "reopen", body: {}, words: "waits again" }, { stay: true });
  }

  function undo() {
    commit();
    recent = null;
    const step = stack.pop();
    if (!step) {
      say("There is no step to take back.");
      return true;
    }
    if (!steps.drop(step)) steps.add({ kind: "undo", undoes: step, item: step.item, items: step.items, name: step.name, words: "Taking it back" });
    say(`${step.name}: taken back (${step.words}).`);
    ahead.forget(step.item);
    if (step.kind === "rate" || step.kind === "reopen") return true;
    list.setDone(step.items, false);
    show(step.items[0]);
    return true;
  }

  function openTargets() {
    wanting = false;
    targets.open();
  }

  function link() {
    if (!form()) return false;
    if (pending) {
      setImportance(pending.value);
      pending = null;
      clearTimeout(timer);
    }
    recent = null;
    if (right.querySelector(`[data-proposals="${current}"]`)) openTargets();
    else wanting = true;
    return true;
  }

  function setImportance(value) {
    const radio = form()?.querySelector(`[name=importance][value="${value}"]`);
    if (radio) radio.checked = true;
  }

  function importance(value) {
    if (!form() && !recent) return false;
    if (!recent) {
      setImportance(value);
      return true;
    }
    clearTimeout(timer);
    pending = { value, step: recent };
    say(`${recent.name}: ${recent.words}, ${IMPORTANCE[value]}. z takes it back.`);
    timer = setTimeout(commit, HOLD);
    return true;
  }

  /** The importance that was pressed after linking belongs to that link, unless `l` followed at once. */
  function commit() {
    clearTimeout(timer);
    if (!pending) return;
    const { step, value } = pending;
    pending = null;
    const words = `importance ${IMPORTANCE[value]}`;
    stack.push(steps.add({ kind: "rate", method: "PATCH", rates: step, item: step.item, items: step.items, name: step.name, body: { importance: value }, words }));
  }

  function passage(found) {
    const fields = form()?.elements;
    if (!fields) return;
    fields.passage.value = found?.words.trim() ?? "";
    fields.starts.value = found ? found.starts : "";
    mark(found?.range ?? null);
    const words = found?.words.trim() ?? "";
    form().querySelector("[data-passage-told]").textContent = words ? `“${words.length > 80 ? `${words.slice(0, 79)}…` : words}”` : "all of it";
  }

  function nameProblem() {
    const field = form()?.elements.name;
    if (!field) return false;
    if (pending) {
      setImportance(pending.value);
      pending = null;
      clearTimeout(timer);
    }
    recent = null;
    const words = form().elements.passage.value.trim().replace(/\s+/g, " ");
    if (words) field.value = words.slice(0, 120);
    field.focus();
    field.select();
    return true;
  }

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.matches(".target-search")) event.preventDefault();
    else if (event.target.id === "together") {
      if (!list.ticked().length) return;
      event.preventDefault();
      const target = event.target.elements.target.value.trim();
      if (button.value === "set_aside") take({ kind: "aside", rest: "set-aside", together: "/api/v1/evidence/set-aside", body: {}, words: "set aside as no evidence" });
      else if (target) take({ kind: "link", rest: "links", together: "/api/v1/evidence/links", body: { target }, target, words: `linked to ${target}` });
    } else if (event.target === form()) {
      event.preventDefault();
      if (button?.name === "target") linkTo(button);
      else if (button?.value === "set_aside") setAside();
      else if (button?.value === "reopen") reopen();
      else newProblem();
    }
  });

  root.addEventListener("click", (event) => {
    const row = event.target.closest(".inbox-row a");
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (event.target.closest(".inbox-row > input")) list.countTicked();
    if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      recent = null;
      show(row.closest(".inbox-row").dataset.item);
    } else if (act === "next") {
      event.preventDefault();
      walk(1);
    } else if (act === "link") link();
    else if (act === "undo") undo();
  });
  place.addEventListener("pointerup", () => setTimeout(() => text() && getSelection().rangeCount && text().contains(getSelection().anchorNode) && passage(selectedPassage(text()))));
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("input, textarea")) {
      event.target.blur();
      place.querySelector("#item-name")?.focus();
      event.preventDefault();
    }
  });
  place.addEventListener("input", (event) => {
    if (event.target.name === "passage") form().elements.starts.value = "";
  });

  bind("j", SECTION, "Next item", () => walk(1));
  bind("k", SECTION, "Previous item", () => walk(-1));
  bind("l", SECTION, "Link: open the proposals; Enter or l takes the best, typing searches", link);
  bind("n", SECTION, "New problem from the item or the passage", nameProblem);
  for (const value of [0, 1, 2, 3]) bind(String(value), SECTION, `Importance: ${IMPORTANCE[value]} (before l of this link, after it of the last one)`, () => importance(value));
  bind("x", SECTION, "Not evidence: set aside", setAside);
  bind("z", SECTION, "Undo the last step, and the one before", undo);
  bind("p", SECTION, "Select a passage with Shift and the arrows", () => {
    if (!text() || !form()) return false;
    selectByKeyboard(text(), (found) => {
      passage(found);
      place.querySelector("#item-name")?.focus();
    });
    return true;
  });
  bind("s", SECTION, "Tick the item, to decide about several together", () => {
    const box = list.row(current)?.querySelector("input");
    if (!box) return false;
    box.checked = !box.checked;
    list.countTicked();
    return true;
  });

  root.dataset.ready = "yes";
  current = article()?.dataset.item ?? "";
  ready();
  ahead.fetchAhead(current ? list.ahead(current, 4) : []);
  list.fill(current).catch(() => {});
  if (steps.others) say(steps.others === 1 ? "1 step of before was still to be sent; it is being sent now." : `${steps.others} steps of before were still to be sent; they are being sent now.`);
  steps.now();
}

if (root) start();
