/* Dates and numbers as the reader's own browser writes them. The page comes with a form that everybody can read. */

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });
const english = new Intl.NumberFormat(undefined).format(1234.5) === "1,234.5";

function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-told])")) {
    const text = time.dateTime;
    const value = new Date(text);
    if (Number.isNaN(value.getTime())) continue;
    time.dataset.told = "";
    time.textContent = text.length === 10 ? day.format(value) : moment.format(value);
  }
  if (english) return;
  for (const data of root.querySelectorAll("data[value]:not([data-told])")) {
    data.dataset.told = "";
    data.textContent = number.format(Number(data.value));
  }
}

localise(document);
document.addEventListener("htmx:afterSettle", (event) => localise(event.detail.target));
