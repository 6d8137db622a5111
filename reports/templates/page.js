"use strict";
// Replaces each drawn chart by a live one in the page's colours and width; where that fails the drawing stays.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const config = (given) => {
    const style = getComputedStyle(document.documentElement);
    const [ink, line] = ["--soft", "--line"].map((name) => style.getPropertyValue(name).trim());
    const narrow = document.documentElement.clientWidth < 600;
    const axis = { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line };
    return {
      ...given,
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      axis: { ...axis, labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal" },
      legend: { labelColor: ink, titleColor: ink, labelFontSize: 11, labelLimit: 0, orient: "top", title: null, columns: narrow ? 3 : 0 },
    };
  };
  const draw = async (figure) => {
    const [still, live, spec] = [".still", ".live", ".spec"].map((name) => figure.querySelector(name));
    still.hidden = true;
    try {
      const given = JSON.parse(spec.textContent);
      const chart = { ...given, config: config(given.config), width: "container" };
      chart.autosize = { type: typeof chart.height === "number" ? "fit" : "fit-x", contains: "padding" };
      const actions = { export: true, source: false, compiled: false, editor: false };
      await vegaEmbed(live, chart, { renderer: "svg", ast: true, actions, mode: "vega-lite", logLevel: 1 });
    } catch (problem) {
      live.replaceChildren();
      still.hidden = false;
      console.error(problem);
    }
  };
  const drawAll = () => document.querySelectorAll("figure").forEach(draw);
  drawAll();
  dark.addEventListener("change", drawAll);
})();
