// Lists on a host that only gives out files: what the address asks (?type=…&sort=name) is done here, from the table.
(async () => {
  const form = document.querySelector("form.filters");
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  if (!form || ![...asked].length || form.dataset.asked) return;  // nothing asked, or the server has answered
  const kind = form.dataset.list;
  const rows = [];
  for (let page = 1; page <= Math.min(5, Number(form.dataset.tables)); page++) {
    const answer = await fetch(page === 1 ? `${kind}.json` : `${kind}-${page}.json`);
    if (!answer.ok) break;
    rows.push(...await answer.json());
  }
  const plain = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
  const name = (row) => row.name ?? row.headline;
  const letter = (row) => (/^[a-z]/.test(plain(name(row))) ? plain(name(row))[0].toUpperCase() : "#");
  const own = ["events", "laws", "articles"].includes(kind);
  const get = (key) => asked.get(key) ?? "";
  const words = plain(get("q")).split(/\s+/).filter(Boolean);
  const found = rows.filter((row) =>
    (!get("type") || row.type === get("type")) &&
    (!get("province") || (row.province_iri ?? "").endsWith(`/${get("province")}`)) &&
    (!get("paper") || row.publisher === get("paper")) &&
    (!get("letter") || letter(row) === get("letter")) &&
    (!get("since") || ((own ? row.day : row.last_seen) ?? "") >= get("since")) &&
    (!get("until") || (own ? row.day : row.first_seen) && (own ? row.day : row.first_seen) <= `${get("until")}~`) &&
    words.every((word) => plain(name(row)).includes(word)));
  const by = {
    name: (a, b) => plain(name(a)).localeCompare(plain(name(b))), most: (a, b) => b.articles - a.articles,
    new: (a, b) => (b.day ?? "").localeCompare(a.day ?? ""), old: (a, b) => (a.day ?? "~").localeCompare(b.day ?? "~"),
    last: (a, b) => (b.last_seen ?? "").localeCompare(a.last_seen ?? ""),
  };
  found.sort(by[get("sort")] ?? (own ? by.new : by.most));
  const list = document.getElementById("rows");
  const entry = (row) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const path = row.iri.split("#")[0].split("/");
    const start = path.findIndex((part) => ["article", "event", "organization", "person", "eli", "place"].includes(part));
    link.href = `${path.slice(start).join("/")}.html`;
    link.className = `thing ${kind}`;
    link.lang = "vi";
    link.textContent = name(row);
    const small = document.createElement("small");
    small.textContent = ` ${[row.role, row.organization, row.place, row.part_of, row.publisher, row.day].filter(Boolean).join(" · ")}`;
    item.append(link, small);
    return item;
  };
  const none = document.createElement("li");
  none.innerHTML = '<span class="vi" lang="vi">Không có gì như vậy.</span><span class="en" lang="en">Nothing like that.</span>';
  list.replaceChildren(...(found.length ? found.slice(0, 500).map(entry) : [none]));
  document.querySelector("h1 small").textContent = found.length;
  document.querySelector(".pages")?.remove();
  for (const [key, value] of asked) if (form.elements[key]) form.elements[key].value = value;
})();
