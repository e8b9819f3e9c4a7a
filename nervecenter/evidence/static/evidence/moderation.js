// Keys for the moderation list, as in the inbox: j and k walk, p publishes, d declines, x marks as spam.
const cards = () => [...document.querySelectorAll("[data-moderated]")];
let at = -1;

function walk(step) {
  const found = cards();
  if (!found.length) return;
  at = Math.min(Math.max(at + step, 0), found.length - 1);
  for (const [place, card] of found.entries()) card.toggleAttribute("data-current", place === at);
  found[at].focus({ preventScroll: true });
  found[at].scrollIntoView({ block: "nearest" });
}

function press(step) {
  cards()[at]?.querySelector(`[data-step="${step}"]`)?.click();
}

function decline() {
  const card = cards()[at];
  const answer = card?.querySelector("textarea[name=answer]");
  // A request is declined with a reason: without one the key leads to where it is written.
  if (answer && !answer.value.trim()) answer.focus();
  else press("declined");
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  p: () => press("publish"),
  d: decline,
  x: () => press("spam"),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const act = KEYS[event.key];
  if (!act || !document.querySelector("[data-moderation]")) return;
  event.preventDefault();
  act();
});
