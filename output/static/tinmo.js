// Remembers language and colours, and finds names as they are typed. Everything can be read without it.
(() => {
  const root = document.currentScript.dataset.root;
  for (const id of ["lang-en", "theme-other"]) {
    const box = document.getElementById(id);
    let kept = null;
    try { kept = localStorage.getItem(id); } catch { /* no storage: this page only */ }
    if (id === "lang-en") {
      const speaks = new URLSearchParams(location.search).get("lang") ?? (kept === null ? navigator.languages?.[0] ?? "vi" : "");
      box.checked = speaks ? speaks.startsWith("en") : kept === "1";  // the address, what was chosen, the browser's language
    } else box.checked = kept === "1";
  }
  const english = document.getElementById("lang-en");
  const title = document.querySelector("title");
  const titles = [title.textContent, title.dataset.en];
  if (document.documentElement.lang === "en") titles.reverse();  // the server spoke English already
  const named = [...document.querySelectorAll("[aria-label*=' / '], [placeholder*=' · ']")].map((element) => {
    const name = element.ariaLabel?.includes(" / ") ? "aria-label" : "placeholder";
    return [element, name, element.getAttribute(name).split(/ [/·] /)];
  });
  const speak = () => {
    document.documentElement.lang = english.checked ? "en" : "vi";
    document.title = titles[english.checked ? 1 : 0];
    for (const [element, name, said] of named) element.setAttribute(name, said[english.checked ? 1 : 0]);
  };
  const keep = () => {
    speak();
    for (const id of ["lang-en", "theme-other"]) {
      try { localStorage.setItem(id, document.getElementById(id).checked ? "1" : "0"); } catch { /* as above */ }
    }
  };
  document.getElementById("lang-vi").checked = !english.checked;
  speak();
  document.querySelector(".switches").addEventListener("change", keep);

  const plain = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
  const input = document.querySelector(".search input");
  const list = document.querySelector(".found");
  const results = document.getElementById("results");
  const find = async (words) => {
    const answer = await fetch(`${root}search.json?q=${encodeURIComponent(words)}`);
    if (!answer.ok) return [];
    const parts = plain(words).split(/\s+/).filter(Boolean);  // a file server sends all names; choose here
    return (await answer.json()).filter((t) => parts.every((p) => plain([t.name, ...(t.names ?? [])].join(" ")).includes(p)));
  };
  const entry = (thing) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${root}${thing.id.split("#")[0]}.html`;
    link.className = thing.kind;
    link.textContent = thing.name;
    item.append(link);
    return item;
  };
  let asked = 0;
  input.addEventListener("input", async () => {
    const turn = ++asked;
    const found = input.value.trim().length > 1 ? (await find(input.value)).slice(0, 8) : [];
    if (turn !== asked) return;
    list.replaceChildren(...found.map(entry));
    list.hidden = found.length === 0;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") list.hidden = true;
    if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); list.querySelector("a").focus(); }
  });
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    const next = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling }[event.key];
    if (next) { event.preventDefault(); next.querySelector("a").focus(); }
    if (event.key === "Escape") { list.hidden = true; input.focus(); }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) list.hidden = true; });

  const copy = async (button, text) => {
    await navigator.clipboard.writeText(text);
    button.querySelector("[role=status]")?.remove();
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.textContent = " ✓";
    button.append(said);
  };
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(button, button.dataset.copy));
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share && !navigator.clipboard;
    button.addEventListener("click", async () => {
      const url = button.dataset.share;
      if (!navigator.share) return copy(button, url);
      try { await navigator.share({ title: document.title, url }); } catch { /* the reader thought better of it */ }
    });
  }
  const unanswered = document.querySelector(".unanswered");  // stands on pages that the server makes when asked
  if (unanswered) unanswered.hidden = !location.search;

  const words = new URLSearchParams(location.search).get("q");
  if (words && results) {
    input.value = words;
    if (!results.children.length) find(words).then((found) => results.replaceChildren(...found.slice(0, 50).map(entry)));
  }
})();
