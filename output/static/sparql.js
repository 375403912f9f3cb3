// The editor of queries: examples, completion, prefixes, running, sharing, errors at their line. The endpoint is "sparql" beside this page.
(async () => {
  const $ = (id) => document.getElementById(id);
  const { word, made } = answers;
  const queries = JSON.parse($("queries").textContent);
  const endpoint = new URL("sparql", location.href).href;
  const root = $("view").dataset.root;
  document.querySelector(".asking").hidden = false;
  const known = fetch(`${root}static/terms.json`).then((reply) => reply.json()).catch(() => ({ prefixes: {}, terms: [] }));

  const plain = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
  const begun = (editor) => {
    const at = editor.getDoc().getCursor();
    return /[\p{L}\p{M}_][\p{L}\p{M}\w-]*(:[\w-]*)?$/u.exec(editor.getDoc().getLine(at.line).slice(0, at.ch))?.[0] ?? "";
  };
  const rank = (text, { term, vi, en }) => {
    const asked = plain(text), name = term.toLowerCase();
    if (name.startsWith(asked)) return 0;
    if (text.includes(":")) return 9;
    return name.split(":")[1].startsWith(asked) ? 1 : `${plain(vi)} ${plain(en)}`.includes(asked) ? 2 : 9;
  };
  const complete = async (editor) => {
    const at = editor.getDoc().getCursor(), { terms } = await known;
    const before = editor.getDoc().getLine(at.line).slice(0, at.ch);
    let text = "", found = [];
    for (let n = 4; n && !found.length; n--) {  // a name may have several words: "nhắc đến địa danh"
      text = new RegExp(`(?:[\\p{L}\\p{M}]+ ){${n - 1}}[\\p{L}\\p{M}_][\\p{L}\\p{M}\\w-]*(?::[\\w-]*)?$`, "u").exec(before)?.[0] ?? "";
      if (text.length > 1) found = terms.map((t) => [rank(text, t), t]).filter(([r]) => r < 9);
    }
    if (!found.length) return;
    found = found.sort((a, b) => a[0] - b[0]).slice(0, 40);
    const list = found.map(([, { term, vi, en }]) => ({ text: term, displayText: vi || en ? `${term}  ${vi}${en && en !== vi ? ` · ${en}` : ""}` : term }));
    editor.showHint({ completeSingle: false, hint: () => ({ list, from: { line: at.line, ch: at.ch - text.length }, to: at }) });
  };

  Yasgui.Yasqe.defaults.autocompleters = [];  // the library's own ask servers elsewhere
  const editor = new Yasgui.Yasqe($("editor"), {
    autocompleters: [], persistenceId: null, showQueryButton: false, createShareableLink: undefined, consumeShareLink: null, resizeable: false,
    value: queries[0].text, requestConfig: { endpoint },
    extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), "Ctrl-Space": complete, Tab: false, "Shift-Tab": false },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL");
  editor.on("inputRead", (_, change) => { if (/[\w:]$/.test(change.text[0] ?? "") && begun(editor).includes(":")) complete(editor); });

  let last = null, asked = 0, marked = null;
  const unmark = () => { if (marked !== null) editor.getDoc().removeLineClass(marked, "background", "wrong-line"); marked = null; };
  const wrong = (status, text) => {
    const where = /line (\d+), column (\d+)/.exec(text);
    $("wrong").replaceChildren(made("p", made("b", word(String(status)))), made("p", text.trim()));
    const line = where ? editor.getDoc().getLine(Number(where[1]) - 1) : undefined;
    if (line !== undefined) {
      marked = editor.getDoc().getLineHandle(Number(where[1]) - 1);
      editor.getDoc().addLineClass(marked, "background", "wrong-line");
      editor.scrollIntoView({ line: Number(where[1]) - 1, ch: 0 });
      $("wrong").append(made("pre", `${where[1]}  ${line}\n${" ".repeat(where[1].length + 1 + Number(where[2]))}^`));
    }
    $("wrong").hidden = false;
    $("answer").hidden = true;
  };
  const choose = (view) => {
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    if (last?.rows) answers.show(last, view);
  };
  const viewed = () => document.querySelector("[data-view][aria-pressed=true]").dataset.view;

  const ask = (accept) => fetch(endpoint, {
    method: "POST", headers: { Accept: accept, "Content-Type": "application/sparql-query" }, body: editor.getValue(),
  });
  const run = async (view) => {
    const mine = ++asked;
    unmark();
    $("wrong").hidden = true;
    $("said").replaceChildren(...word("running"));
    try {
      const reply = await ask("application/sparql-results+json, text/turtle;q=0.9");
      const text = await reply.text();
      if (mine !== asked) return;
      if (!reply.ok) { wrong(reply.status, text); return; }
      $("answer").hidden = false;
      if (!reply.headers.get("content-type").includes("json")) { last = { text }; $("count").replaceChildren(); answers.plain(text); return; }
      const found = JSON.parse(text);
      if ("boolean" in found) { last = { text }; $("count").replaceChildren(); answers.plain(...word(found.boolean ? "yes" : "no")); return; }
      last = { names: found.head.vars, rows: found.results.bindings };
      answers.note(last);
      choose(view ?? answers.best(last));
    } catch (error) {
      if (mine === asked) wrong(0, String(error.message ?? error));
    } finally {
      if (mine === asked) $("said").replaceChildren();
    }
  };

  $("run").addEventListener("click", () => run());
  document.querySelector("main").addEventListener("click", (event) => {
    const query = queries.find((q) => q.name === event.target.closest("[data-query]")?.dataset.query);
    const view = event.target.closest("[data-view]")?.dataset.view;
    if (query) { editor.setValue(query.text); run(query.view || undefined); $("query-title").scrollIntoView({ block: "nearest" }); }
    if (view) choose(view);
  });
  $("prefixes").addEventListener("click", async () => {
    const { prefixes } = await known, text = editor.getValue();
    const used = Object.keys(prefixes).filter((p) => new RegExp(`(^|[^\\w:<])${p}:`).test(text.replace(/^\s*PREFIX.*$/gim, "")));
    const missing = used.filter((p) => !new RegExp(`PREFIX\\s+${p}:`, "i").test(text));
    if (missing.length) editor.setValue(`${missing.map((p) => `PREFIX ${p}: <${prefixes[p]}>\n`).join("")}${text}`);
  });
  $("share").addEventListener("click", async () => {
    const link = new URL(location.href);
    link.hash = new URLSearchParams({ query: editor.getValue(), view: viewed() }).toString();
    history.replaceState(null, "", link);
    try { await navigator.clipboard.writeText(link.href); $("said").replaceChildren(...word("copied")); } catch {
      const field = made("input", "");
      Object.assign(field, { readOnly: true, value: link.href });
      field.setAttribute("aria-label", "Liên kết / Link");
      $("said").replaceChildren(field);
      field.select();
    }
  });
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", async () => {
      const reply = await ask(button.dataset.save);
      if (!reply.ok) { wrong(reply.status, await reply.text()); return; }
      const link = made("a", "");
      link.href = URL.createObjectURL(await reply.blob());
      link.download = button.dataset.save === "text/csv" ? "answer.csv" : "answer.json";
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  const answering = await fetch(`${endpoint}?query=${encodeURIComponent("ASK {}")}`).then((reply) => reply.ok || reply.status === 503).catch(() => false);
  $("noserver").hidden = answering;
  for (const button of [$("run"), ...document.querySelectorAll("[data-save]")]) button.disabled = !answering;
  const shared = new URLSearchParams(location.hash.slice(1));
  if (shared.get("query")) {
    editor.setValue(shared.get("query"));
    const view = shared.get("view");
    if (answering) run(["table", "chart", "map"].includes(view) ? view : undefined);
  }
})();
