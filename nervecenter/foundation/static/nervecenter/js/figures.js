/* Figures: draws a Vega-Lite specification in the page's colours, and switches between picture and table.
   The policy forbids eval, so expressions run in Vega's interpreter (`ast`). */

const CONFIG = {
  background: "transparent",
  font: "Inter, system-ui, sans-serif",
  padding: 0,
  view: { stroke: null },
  axis: {
    labelColor: "var(--ink-2)", titleColor: "var(--ink-3)", gridColor: "var(--line)", domainColor: "var(--line-strong)", tickColor: "var(--line-strong)",
    labelFontSize: 12, titleFontSize: 12, titleFontWeight: 450, labelPadding: 6, tickSize: 0, titlePadding: 10, domain: false, labelLimit: 220,
  },
  axisQuantitative: { gridDash: [2, 3] },
  axisBand: { grid: false },
  legend: { labelColor: "var(--ink-2)", titleColor: "var(--ink-3)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: 450, orient: "top", symbolType: "square", symbolSize: 90, offset: 8 },
  header: { labelColor: "var(--ink-2)", titleColor: "var(--ink-3)", labelFontSize: 12, titleFontSize: 12, labelFontWeight: 500 },
  title: { color: "var(--ink)", fontSize: 13, fontWeight: 600, anchor: "start" },
  range: { category: ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)", "var(--chart-6)"] },
  mark: { color: "var(--chart-1)" },
  bar: { cornerRadiusEnd: 2 },
  line: { strokeWidth: 2 },
  rule: { color: "var(--ink-3)" },
  text: { color: "var(--ink)", fontSize: 12 },
};

let bundle = null;

function loadBundle(address) {
  bundle ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => reject(new Error("the chart library did not load"));
    document.head.append(script);
  });
  return bundle;
}

async function draw(figure) {
  const plot = figure.querySelector(".plot");
  const source = figure.querySelector("script[type='application/json']");
  if (!plot || !source || figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  try {
    const embed = await loadBundle(document.body.dataset.vega);
    const specification = JSON.parse(source.textContent);
    const { usermeta, ...rest } = specification;
    await embed(plot, { ...rest, config: { ...CONFIG, ...rest.config, background: "transparent" } }, {
      ast: true, actions: false, defaultStyle: false, tooltip: false, renderer: "svg",
    });
    plot.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent.trim() ?? "Chart");
    show(figure, "plot");
  } catch (reason) {
    console.warn("The picture could not be drawn; its table is shown instead.", reason);
    show(figure, "table");
  }
}

function show(figure, what) {
  figure.dataset.show = what;
  for (const button of figure.querySelectorAll("[data-figure]")) button.setAttribute("aria-pressed", String(button.dataset.figure === what));
}

function drawAll(root = document) {
  for (const figure of root.querySelectorAll(".figure")) {
    if (!figure.querySelector("script[type='application/json']")) continue;
    if (!figure.dataset.show) figure.dataset.show = "plot";
    draw(figure);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-figure]");
  if (button) show(button.closest(".figure"), button.dataset.figure);
});
document.addEventListener("htmx:afterSettle", (event) => drawAll(event.detail.target));
drawAll();
