/* Fields that take a record by name: suggestions from the search, and a filter over long lists of tick boxes. */

let made = 0;
let timer = 0;

function suggestionsOf(field) {
  if (!field.list) {
    const list = document.createElement("datalist");
    list.id = `look-up-${++made}`;
    field.after(list);
    field.setAttribute("list", list.id);
  }
  return document.getElementById(field.getAttribute("list"));
}

async function suggest(field) {
  const typed = field.dataset.many === undefined ? field.value : field.value.split("),").pop().replace(/^[\s,]+/, "");
  if (typed.trim().length < 2 || typed.includes("(")) return;
  const address = new URL("/look-up/", location.href);
  address.searchParams.set("kind", field.dataset.lookUp);
  address.searchParams.set("q", typed);
  const answer = await fetch(address);
  if (!answer.ok) return;
  const before = field.value.slice(0, field.value.length - typed.length);
  const { found } = await answer.json();
  suggestionsOf(field).replaceChildren(...found.map((name) => new Option("", before + name)));
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches?.("[data-look-up]")) {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(field), 150);
  }
  if (field.matches?.("[data-narrow]")) {
    const wanted = field.value.toLowerCase();
    for (const choice of document.getElementById(field.dataset.narrow).querySelectorAll(".choice")) {
      choice.hidden = !choice.textContent.toLowerCase().includes(wanted) && !choice.querySelector("input").checked;
    }
  }
});

for (const field of document.querySelectorAll("[data-narrow]")) field.hidden = false;
