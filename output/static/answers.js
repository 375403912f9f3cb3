// The answer of a query as a table, a chart or a map; words come from the page, in both languages.
const answers = (() => {
  const MOST = 1000, BARS = 60;
  const box = document.getElementById("view");
  const numeric = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;
  const word = (name) => {
    const words = document.getElementById("said-words").content;
    const found = words.querySelector(`[data-word="${name}"]`) ?? words.querySelector('[data-word="other"]');
    return [...found.cloneNode(true).childNodes];
  };
  const made = (tag, content, ...more) => {
    const node = document.createElement(tag);
    node.append(...(Array.isArray(content) ? content : [content]), ...more);
    return node;
  };
  const number = (cell) => (cell?.type === "literal" || cell?.type === "typed-literal") && (numeric.test(cell.datatype ?? "") ? Number(cell.value) : null);
  const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

  // An IRI of a thing leads to its page here; another one to where it is, if it is an address.
  const shown = (cell) => {
    if (!cell) return "";
    if (cell.type === "bnode") return `_:${cell.value}`;
    if (cell.type !== "uri") return cell.value;
    const base = box.dataset.base;
    const short = cell.value.startsWith(base) ? cell.value.slice(base.length) : cell.value;
    if (!/^https?:/.test(cell.value)) return cell.value;
    const link = made("a", short);
    link.href = short === cell.value ? cell.value : box.dataset.root + short.replace(/#id$/, "");
    return link;
  };
  const numbers = (found, name) => found.rows.length > 0 && found.rows.every((row) => !row[name] || isNumber(number(row[name]))) && found.rows.some((row) => row[name]);

  const table = (found) => {
    const frame = made("div", []);
    Object.assign(frame, { className: "table", tabIndex: 0 });
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "Bảng / Table");
    const body = made("tbody", []);
    let rows = found.rows, sorted = "", down = false;
    const fill = () => body.replaceChildren(...rows.slice(0, MOST).map((row) => made("tr", found.names.map((name) => {
      const cell = made("td", shown(row[name]));
      if (row[name]?.["xml:lang"]) cell.lang = row[name]["xml:lang"];
      if (isNumber(number(row[name]))) cell.className = "number";
      return cell;
    }))));
    const head = made("tr", found.names.map((name) => {
      const button = made("button", name);
      const cell = made("th", button);
      button.type = "button";
      cell.scope = "col";
      button.addEventListener("click", () => {
        down = sorted === name && !down;
        sorted = name;
        const key = (row) => number(row[name]) ?? row[name]?.value ?? "";
        const order = (a, b) => (isNumber(a) && isNumber(b) ? a - b : String(a).localeCompare(String(b), "vi"));
        rows = [...rows].sort((a, b) => order(key(a), key(b)) * (down ? -1 : 1));
        for (const other of head.children) other.removeAttribute("aria-sort");
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        fill();
      });
      return cell;
    }));
    fill();
    frame.append(made("table", made("thead", head), body));
    return frame;
  };

  const chart = (found) => {
    const value = [...found.names].reverse().find((name) => numbers(found, name));
    if (!value) return made("p", word("no-chart"));
    const label = found.names.find((name) => name !== value && !point(found.rows[0][name])) ?? value;
    const rows = found.rows.filter((row) => row[value]).slice(0, BARS);
    const top = Math.max(...rows.map((row) => Math.abs(number(row[value])))) || 1;
    const list = made("ol", rows.map((row) => {
      const bar = made("i", "");
      bar.style.width = `${(85 * Math.abs(number(row[value]))) / top}%`;
      const line = made("span", bar, made("b", row[value].value));
      line.className = "bar";
      return made("li", made("span", shown(row[label])), line);
    }));
    list.className = "chart";
    list.setAttribute("aria-label", `${label}: ${value}`);
    return list;
  };

  const point = (cell) => /wktLiteral$/.test(cell?.datatype ?? "") && /POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i.exec(cell.value);
  const places = (found) => found.rows.map((row) => {
    const at = found.names.map((name) => point(row[name])).find(Boolean);
    const [long, lat] = at ? [at[1], at[2]] : [row.long?.value, row.lat?.value];
    const name = found.names.find((n) => row[n] && !point(row[n]) && !["lat", "long"].includes(n));
    const size = [...found.names].reverse().map((n) => number(row[n])).find((n, i) => isNumber(n) && !["lat", "long"].includes([...found.names].reverse()[i]));
    return { lat: Number(lat ?? NaN), long: Number(long ?? NaN), name: name ? row[name].value : "", size };
  }).filter((p) => Number.isFinite(p.lat) && Number.isFinite(p.long));
  const map = (found) => {
    const all = places(found);
    if (!all.length) return made("p", word("no-map"));
    const frame = made("div", []);
    frame.id = "answer-map";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "Bản đồ / Map");
    const names = made("p", made("small", all.slice(0, 30).map((p) => (isNumber(p.size) ? `${p.name} (${p.size})` : p.name)).join(" · ")));
    requestAnimationFrame(async () => {
      const drawn = L.map(frame, { scrollWheelZoom: false, attributionControl: Boolean(box.dataset.tiles), maxZoom: 14 });
      if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: "© OpenStreetMap" }).addTo(drawn);
      drawn.fitBounds(L.latLngBounds(all.map((p) => [p.lat, p.long])).pad(0.2), { maxZoom: 8 });
      const top = Math.max(1, ...all.map((p) => p.size ?? 1));
      for (const p of all) {
        L.circleMarker([p.lat, p.long], { radius: 5 + 15 * Math.sqrt((p.size ?? 1) / top), color: "#a8321f", weight: 2, fillOpacity: 0.45 })
          .addTo(drawn).bindTooltip(isNumber(p.size) ? `${p.name}: ${p.size}` : p.name);
      }
      for (const p of await (await fetch(`${box.dataset.root}static/provinces.json`)).json()) {
        L.circleMarker([p.lat, p.long], { radius: 2, weight: 0, fillOpacity: 0.5, fillColor: "#7a828e", interactive: false }).addTo(drawn).bringToBack();
      }
    });
    return made("div", frame, names);
  };

  const views = { table, chart, map };
  return {
    word,
    made,
    best: (found) => (places(found).length && found.rows.length === places(found).length ? "map" : "table"),
    show: (found, view) => box.replaceChildren(found.rows.length ? views[view](found) : made("p", word("none"))),
    note: (found) => {
      const count = document.getElementById("count");
      count.replaceChildren(`${found.rows.length} `, ...word("rows"));
      if (found.rows.length > MOST) count.append(` (${MOST} `, ...word("shown"), ")");
    },
    plain: (...content) => box.replaceChildren(made("pre", content)),
  };
})();
