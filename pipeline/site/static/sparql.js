// The editor, with the example queries one click away. The endpoint is the "sparql" beside this page.
(() => {
  const endpoint = new URL("sparql", location.href).href;
  const queries = JSON.parse(document.getElementById("queries").textContent);
  const editor = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    persistenceId: null,
    yasqe: { value: queries[0].text },
  });
  const first = editor.getTab();
  first.setQuery(queries[0].text);
  document.querySelector(".examples").addEventListener("click", (event) => {
    const query = queries.find((q) => q.name === event.target.closest("[data-query]")?.dataset.query);
    if (!query) return;
    const tab = editor.getTab();
    tab.setQuery(query.text);
    tab.query();
  });
})();
