// A map that needs no network: the provinces' points give the country's shape; tiles only where the site sets an address.
(async () => {
  const box = document.getElementById("map");
  const points = JSON.parse(box.dataset.points);
  const map = L.map(box, { scrollWheelZoom: false, attributionControl: Boolean(box.dataset.tiles), maxZoom: 14 });
  map.fitBounds(L.latLngBounds(points.map((p) => [p.lat, p.long])).pad(0.3), { maxZoom: 6 });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: "© OpenStreetMap" }).addTo(map);
  const provinces = await (await fetch(`${box.dataset.root}static/provinces.json`)).json();
  for (const p of provinces) {
    L.circleMarker([p.lat, p.long], { radius: 3, weight: 0, fillOpacity: 0.45, fillColor: "#7a828e", interactive: false }).addTo(map);
  }
  for (const p of points) {
    L.circleMarker([p.lat, p.long], { radius: 9, color: "#a8321f", weight: 2, fillOpacity: 0.5 }).addTo(map)
      .bindTooltip(p.name, { permanent: true, direction: "right", offset: [10, 0] });
  }
})();
