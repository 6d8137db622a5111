// Tables: headings that sort, a box that filters, figures that open what is behind them.
(() => {
  const NOTHING = "–";
  const number = (cell) => Number.parseFloat(cell.replace(/[,%\s]/g, "").replace("−", "-"));
  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  const content = (row, place) => row.cells[place].textContent.trim();

  // Up, down, as it came; what is not there stays at the end.
  const sortable = (table, tell) => {
    const body = table.tBodies[0];
    const asItCame = [...body.rows];
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, place) => {
      const isNumber = heading.classList.contains("n");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const first = isNumber ? "descending" : "ascending";
        const second = isNumber ? "ascending" : "descending";
        const next = { [first]: second, [second]: null }[heading.getAttribute("aria-sort")];
        const order = next === undefined ? first : next;
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        if (order) heading.setAttribute("aria-sort", order);
        const sign = order === "descending" ? -1 : 1;
        const rows = order ? [...asItCame].sort((one, other) => {
          const [a, b] = [content(one, place), content(other, place)];
          const missing = (a === NOTHING) - (b === NOTHING);
          return missing || (a === NOTHING ? 0 : sign * (isNumber ? number(a) - number(b) : compare(a, b)));
        }) : asItCame;
        body.append(...rows);
        tell(order ? `sorted by ${button.textContent}, ${order}` : "in the report's order");
      });
    });
  };

  // A row stays when it has every word of the box.
  const filterable = (tools, rows, tell) => {
    if (rows.length < 8) return;
    const label = document.createElement("label");
    label.className = "filter";
    const box = document.createElement("input");
    box.type = "search";
    label.append("Filter ", box);
    tools.prepend(label);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    box.addEventListener("input", () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !words.every((word) => texts[place].includes(word));
        shown += !row.hidden;
      });
      tell(words.length ? `${shown} of ${rows.length}` : "");
    });
  };

  // `figuresOf` gives a row's figures as column and element.
  const drillable = (drill, rows, figuresOf) => {
    rows.slice(0, drill.size).forEach((row, place) => {
      for (const [column, cell] of figuresOf(row)) {
        const flag = drill.flags.indexOf(column);
        const told = cell.textContent.trim();
        if (flag < 0 || told === NOTHING || told === "0") continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "open";
        button.title = "Show the sentences behind it";
        button.append(...cell.childNodes);
        button.addEventListener("click", () => drill.ofRow(place, flag));
        cell.append(button);
      }
    });
  };

  document.querySelectorAll("section").forEach((section) => {
    const [table, list] = [section.querySelector("table"), section.querySelector(".entries")];
    if (!table && !list) return;
    const rows = table ? [...table.tBodies[0].rows] : [...list.children];
    const tools = document.createElement("div");
    tools.className = "tools";
    const told = document.createElement("output");
    tools.append(told);
    section.querySelector(".scroll, .told").before(tools);
    const tell = (message) => (told.textContent = message);
    const drill = behind(section.id);
    const columns = table ? [...table.tHead.rows[0].cells].map((heading) => heading.dataset.column) : [];
    if (drill) drillable(drill, rows, (row) => (table ? columns.map((column, at) => [column, row.cells[at]]) : [...row.querySelectorAll("b[data-column]")].map((cell) => [cell.dataset.column, cell])));
    filterable(tools, rows, tell);
    if (table) sortable(table, tell);
  });
})();
