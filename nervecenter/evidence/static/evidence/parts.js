/* What the server draws, fetched before it is needed: items and their proposals, and the next rows of the list. */

const HEADERS = { "HX-Request": "true" };

export class Refused extends Error {}

const AGAIN = [200, 600, 1500];

/** The answer to a question, asked again for a while when the server does not give one. */
async function asked(path) {
  for (const wait of AGAIN) {
    try {
      const answer = await fetch(path, { headers: HEADERS, credentials: "same-origin" });
      if (answer.status < 500) return answer;
    } catch {
      /* Asked again below. */
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return fetch(path, { headers: HEADERS, credentials: "same-origin" });
}

/** A part of the inbox as HTML. Throws Refused with the server's words, or an error when it did not answer. */
export async function part(path) {
  const answer = await asked(path);
  if (answer.status === 401) throw new Refused("You are signed out. Sign in again in another window; nothing is lost here.");
  const html = await answer.text();
  if (!answer.ok || answer.headers.has("HX-Retarget")) {
    const told = new DOMParser().parseFromString(html, "text/html").querySelector(".toast-text, .answer, p");
    throw new Refused(told?.textContent.trim() || `The server answered ${answer.status}.`);
  }
  return html;
}

/** Keeps what was fetched ahead, by item. */
export class Ahead {
  constructor(kept) {
    this.kept = kept;
    this.items = new Map();
    this.proposals = new Map();
  }

  path(id, rest = "", more = "") {
    const query = [this.kept, more].filter(Boolean).join("&");
    return `/evidence/inbox/${id}/${rest}${query ? `?${query}` : ""}`;
  }

  item(id) {
    return this.once(this.items, id, () => part(this.path(id)));
  }

  proposalsOf(id) {
    return this.once(this.proposals, id, () => part(this.path(id, "proposals/")));
  }

  once(map, id, fetched) {
    if (!map.has(id)) {
      const promise = fetched();
      promise.catch(() => map.delete(id));
      map.set(id, promise);
    }
    return map.get(id);
  }

  fetchAhead(ids) {
    for (const id of ids) {
      this.item(id).catch(() => {});
      this.proposalsOf(id).catch(() => {});
    }
  }

  forget(id) {
    this.items.delete(id);
    this.proposals.delete(id);
  }
}
