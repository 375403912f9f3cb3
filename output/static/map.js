// A map that needs no network: the country's outline, its provinces' points; tiles only where the site sets an address.
(async () => {
  const box = document.getElementById("map");
  const points = JSON.parse(box.dataset.points);
  const map = L.map(box, { scrollWheelZoom: false, attributionControl: Boolean(box.dataset.tiles), maxZoom: 14 });
  map.fitBounds(L.latLngBounds(points.map((p) => [p.lat, p.long])).pad(0.3), { maxZoom: 6 });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: "© OpenStreetMap" }).addTo(map);
  const file = async (name) => (await fetch(`${box.dataset.root}static/${name}`)).json();
  const [outline, provinces] = await Promise.all([file("vietnam.json"), file("provinces.json")]);
  if (!box.dataset.tiles) {
    L.geoJSON(outline, { interactive: false, style: { color: "#7a828e", weight: 1, fillColor: "#7a828e", fillOpacity: 0.12 } }).addTo(map);
  }
  for (const p of provinces) {
    L.circleMarker([p.lat, p.long], { radius: p.islands ? 5 : 2.5, weight: 0, fillOpacity: 0.5, fillColor: "#7a828e", interactive: false }).addTo(map);
    if (p.islands) {
      L.marker([p.lat, p.long], { interactive: false, keyboard: false, icon: L.divIcon({ className: "isle", html: p.name, iconAnchor: [-8, 8] }) }).addTo(map);
    }
  }
  for (const p of points) {
    L.circleMarker([p.lat, p.long], { radius: 9, color: "#a8321f", weight: 2, fillOpacity: 0.5 }).addTo(map)
      .bindTooltip(p.name, { permanent: true, direction: "right", offset: [10, 0] });
  }
})();
