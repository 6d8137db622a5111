// Replaces each drawn chart by a live one in the page's colours and width; where that fails the drawing stays.
(async () => {
  const packed = document.getElementById("vega");
  if (!packed || typeof DecompressionStream === "undefined") return;
  // The page's policy names what comes out of here.
  const bytes = Uint8Array.from(atob(packed.textContent), (char) => char.charCodeAt(0));
  const code = document.createElement("script");
  code.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  document.head.append(code);

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const hasMouse = matchMedia("(hover: hover) and (pointer: fine)").matches;
  const PARTS = ["layer", "hconcat", "vconcat", "concat"];

  const config = (given) => {
    const style = getComputedStyle(document.documentElement);
    const [ink, line, card] = ["--soft", "--line", "--card"].map((name) => style.getPropertyValue(name).trim());
    const narrow = document.documentElement.clientWidth < 600;
    const axis = { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line };
    const legend = { labelColor: ink, titleColor: ink, labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", symbolBaseFillColor: ink, symbolBaseStrokeColor: ink };
    return {
      ...given,
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      axis: { ...axis, labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal" },
      header: { labelColor: ink, titleColor: ink },
      title: { color: ink },
      text: { fill: ink },
      // The lowest step of a heat map must not shine out of a dark page.
      range: { ...given.range, ...(dark.matches ? { heatmap: [card, "#2f6fb0", "#a9d3ff"], ramp: [card, "#2f6fb0", "#a9d3ff"] } : {}) },
      legend: { ...given.legend, ...legend, labelLimit: 0, orient: "top", title: null, columns: narrow ? 3 : 0 },
    };
  };

  // Every encoding of a chart, those of its parts included.
  const encodings = (chart) => [chart.encoding ?? {}, ...PARTS.flatMap((part) => (chart[part] ?? []).flatMap(encodings))];
  const isJoined = (chart) => PARTS.slice(1).some((part) => part in chart);

  // The one column whose values are the series, with its values: it becomes a row of buttons in place of the legend.
  const seriesOf = (chart) => {
    const colors = encodings(chart).map((encoding) => encoding.color).filter((color) => color?.field && ["nominal", "ordinal"].includes(color.type));
    const fields = new Set(colors.map((color) => color.field));
    if (fields.size !== 1 || isJoined(chart)) return null;
    const [field] = fields;
    const values = chart.data.values;
    if (!values.length || !(field in values[0])) return null;
    const present = [...new Set(values.map((row) => row[field]))].sort();
    const names = colors.find((color) => color.scale?.domain)?.scale.domain ?? present;
    if (names.length < 2 || names.length > 24) return null;
    for (const color of colors) {
      color.scale = { ...color.scale, domain: names };
      color.legend = null;
    }
    return { field, names };
  };
  const withSeries = (chart, series) => ({
    ...chart,
    params: [...(chart.params ?? []), { name: "shown_series", value: null }],
    transform: [...(chart.transform ?? []), { filter: `!shown_series || indexof(shown_series, datum[${JSON.stringify(series.field)}]) >= 0` }],
  });

  // Over time: drag to move, Shift and wheel to zoom, so that the page still scrolls.
  const isOverTime = (chart) => !isJoined(chart) && encodings(chart).some((encoding) => encoding.x?.type === "temporal" && encoding.x.bin == null);
  const withZoom = (chart) => {
    const zoom = { name: "zoom", select: { type: "interval", encodings: ["x"], zoom: "wheel![event.shiftKey]" }, bind: "scales" };
    if (!chart.layer) return { ...chart, params: [...(chart.params ?? []), zoom] };
    const [first, ...others] = chart.layer;
    return { ...chart, layer: [{ ...first, params: [...(first.params ?? []), zoom] }, ...others] };
  };

  const seriesButtons = (place, series, view) => {
    const color = view.scale("color");
    let shown = null;
    const buttons = series.names.map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      const patch = document.createElement("i");
      patch.style.background = color(name);
      button.append(patch, String(name));
      button.addEventListener("click", () => {
        // The first click shows one alone; others join it; none means all.
        const chosen = new Set(shown ?? []);
        chosen.has(name) ? chosen.delete(name) : chosen.add(name);
        shown = chosen.size && chosen.size < series.names.length ? [...chosen] : null;
        told();
        view.signal("shown_series", shown).runAsync();
      });
      return button;
    });
    const told = () => buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(!shown || shown.includes(series.names[at]))));
    told();
    place.replaceChildren(...buttons);
  };

  // Marks that stand for rows: a click, or Enter on the one that the arrow keys have reached, opens what is behind it.
  const drillable = (live, chart, drill, view) => {
    const fieldsOf = (item) => {
      const layer = /layer_(\d+)/.exec(item.mark?.name ?? "");
      const own = layer && chart.layer ? [chart.encoding ?? {}, ...encodings(chart.layer[Number(layer[1])])] : encodings(chart);
      return own.flatMap((encoding) => Object.values(encoding)).map((channel) => channel?.field).filter(Boolean).reverse();
    };
    live.classList.add("is-open");
    const open = (item) => item?.datum && drill.ofDatum(item.datum, fieldsOf(item));
    let from = null;
    live.addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY]));
    view.addEventListener("click", (event, item) => {
      // What was dragged is no click.
      if (from && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 5) return;
      open(item);
    });
    const marks = () => [...live.querySelectorAll(".mark-rect > path, .mark-symbol > path, .mark-arc > path")].filter((mark) => mark.__data__?.datum && mark.getAttribute("aria-hidden") !== "true" && !mark.closest(".role-legend"));
    const rove = () => marks().forEach((mark, at) => mark.setAttribute("tabindex", at ? "-1" : "0"));
    rove();
    live.addEventListener("focusout", rove);
    live.addEventListener("keydown", (event) => {
      const all = marks();
      const at = all.indexOf(event.target);
      if (at < 0) return;
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        const next = all[Math.min(Math.max(to, 0), all.length - 1)];
        next.setAttribute("tabindex", "0");
        next.focus();
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(event.target.__data__);
      }
    });
  };

  // The chart as it is shown, as a file.
  const savers = (figure, view) => {
    const name = figure.closest("section").id;
    const links = ["svg", "png"].map((form) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `Save ${form.toUpperCase()}`;
      button.addEventListener("click", async () => {
        const link = document.createElement("a");
        Object.assign(link, { href: await view.toImageURL(form, 2), download: `${name}.${form}` });
        link.click();
      });
      return button;
    });
    figure.querySelector(".save").replaceChildren(...links);
  };

  const draw = async (figure) => {
    const [still, series, live, spec] = [".still", ".series", ".live", ".spec"].map((name) => figure.querySelector(name));
    live.hidden = false;
    still.hidden = true;
    try {
      const given = JSON.parse(spec.textContent);
      const choice = seriesOf(given);
      const zooms = hasMouse && isOverTime(given);
      let chart = choice ? withSeries(given, choice) : given;
      if (zooms) chart = withZoom(chart);
      chart = { ...chart, config: config(given.config) };
      if (!isJoined(chart)) {
        chart.width = "container";
        chart.autosize = { type: typeof chart.height === "number" ? "fit" : "fit-x", contains: "padding" };
      }
      const { view } = await vegaEmbed(live, chart, { renderer: "svg", ast: true, actions: false, mode: "vega-lite", logLevel: 1 });
      savers(figure, view);
      // A layer without a mark is announced by Vega as a symbol that has no name.
      live.querySelectorAll("g[role='graphics-symbol']:not([aria-label])").forEach((group) => group.removeAttribute("role"));
      if (choice) seriesButtons(series, choice, view);
      const drill = behind(figure.closest("section").id);
      if (drill) drillable(live, given, drill, view);
      const hints = [drill && " A bar, point or square opens the sentences behind it.", zooms && " Drag to move, Shift and wheel to zoom, double click to see all."];
      figure.querySelector(".hint").textContent = hints.filter(Boolean).join("");
      live.dataset.drawn = "yes";
    } catch (problem) {
      live.replaceChildren();
      live.hidden = true;
      still.hidden = false;
      console.error(problem);
    }
  };
  const drawAll = async () => {
    for (const figure of document.querySelectorAll("figure")) await draw(figure);
  };
  drawAll();
  dark.addEventListener("change", drawAll);
})();
