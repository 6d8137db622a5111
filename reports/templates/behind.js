// Behind a number: the sentences that it was counted from, in a dialog. Offers `behind(report)` to tables and charts.
const { behind } = (() => {
  const packed = JSON.parse(document.getElementById("things").textContent);
  const dialog = document.getElementById("behind");
  const text = (place) => (place < 0 ? null : packed.texts[place]);
  const element = (tag, className, content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content != null) made.textContent = content;
    return made;
  };

  // A sentence with its evidence marked. Offsets count code points, not the halves that JavaScript counts.
  const sentence = (told, start, end) => {
    const quote = element("blockquote");
    quote.dir = "auto";
    const points = Array.from(told);
    if (start == null || end == null) return quote.append(told), quote;
    quote.append(points.slice(0, start).join(""), element("mark", "", points.slice(start, end).join("")), points.slice(end).join(""));
    return quote;
  };
  const thing = ([place, , , tags]) => {
    const [id, day, source, title, url, told, start, end] = packed.things[place];
    const item = element("li");
    const head = element("p", "tags");
    head.append(element("time", "", text(day) ?? "undated"));
    for (const tag of tags) head.append(element("span", `tag ${text(tag)}`.replace(/[^a-z ]/g, ""), text(tag)));
    const foot = element("p", "source");
    foot.append(`${text(source) ?? "source not stated"}: `);
    const headline = element(url < 0 ? "span" : "a", "", text(title) ?? text(url) ?? "no headline");
    headline.dir = "auto";
    if (url >= 0) Object.assign(headline, { href: text(url), rel: "noreferrer noopener" });
    foot.append(headline, " ", element("code", "ask", `dateline explain ${text(id)}`));
    item.append(head, ...(told < 0 ? [] : [sentence(text(told), start, end)]), foot);
    return item;
  };

  const open = (heading, [, one, many], total, rows) => {
    dialog.querySelector("#behind-title").textContent = heading;
    const [found, all] = [rows.length, total].map((number) => number.toLocaleString("en"));
    const counted = `${rows.length === total ? all : `${found} of ${all}`} ${total === 1 ? one : many}`;
    const rest = rows.length < total ? " The page holds the newest; a narrower window (--since, --until) shows others." : "";
    dialog.querySelector("#behind-count").textContent = `${counted}, newest first.${rest}`;
    const list = dialog.querySelector(".things");
    list.replaceChildren(...rows.map(thing));
    dialog.showModal();
    dialog.scrollTop = 0;
  };
  dialog.querySelector("#behind-close").addEventListener("click", () => dialog.close());
  // The dark around it closes it as well.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  // A value of the chart's data as a key is written here: days are moments there, nulls are dashes.
  const key = (name, value) => {
    if (value == null || value === "–") return null;
    return /_date$/.test(name) && typeof value !== "string" ? new Date(value).toISOString().slice(0, 10) : String(value);
  };

  const behind = (name) => {
    const report = packed.reports[name];
    if (!report) return null;
    const { keys, flags, figures, rows, labels } = report;
    const label = (value) => (value === null ? "–" : labels[value] ?? value);
    // `wanted` gives a key's value by its name; keys that it does not name may have any.
    const show = (wanted, flag) => {
      const asked = keys.map((name, place) => [place, name, wanted]).filter(([, name]) => name in wanted);
      const fits = (places) => asked.every(([place, name]) => text(places[place]) === key(name, wanted[name]));
      const total = figures.filter(fits).reduce((sum, figure) => sum + figure[keys.length + flag], 0);
      const found = rows.filter(([, places, counted]) => (counted >> flag) & 1 && fits(places));
      const heading = asked.map(([, name]) => label(key(name, wanted[name]))).join(" · ");
      if (total) open(heading || "All", flags[flag], total, found);
    };
    return {
      flags: flags.map(([column]) => column),
      // What a chart draws says which figure is meant; the first one when it says nothing.
      ofDatum: (datum, fields) => {
        const wanted = Object.fromEntries(keys.filter((name) => name in datum).map((name) => [name, datum[name]]));
        const flag = flags.findIndex(([column]) => fields.includes(column));
        if (Object.keys(wanted).length) show(wanted, Math.max(flag, 0));
      },
      // A row by its place in the table as it came.
      ofRow: (row, flag) => show(Object.fromEntries(keys.map((name, place) => [name, text(figures[row][place])])), flag),
      size: figures.length,
    };
  };
  return { behind };
})();
