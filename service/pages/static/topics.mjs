// Pictures of topics that answer to pointer and keys. Without this file the server's drawings and the tables say the same.

const narrow = matchMedia("(max-width: 56rem)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = { displayModeBar: false, responsive: true, doubleClick: "reset", scrollZoom: false };
const drawings = [...document.querySelectorAll(".drawing")];

// plotly writes style="white-space: pre" on its letters as an attribute, which the page's strict policy (style-src 'self') rightly
// refuses; the same through the element's style object is allowed. So the policy needs no exception.
const written = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else written.call(this, name, value);
};

// figures name the style sheet's colours, "var(--h3)"; plotly wants them as they are now
function coloured(text) {
  const style = getComputedStyle(document.documentElement);
  return JSON.parse(text.replace(/var\((--\w+)\)/g, (_, name) => style.getPropertyValue(name).trim()));
}

function open(topic) {
  const link = document.querySelector(`a[data-topic="${topic}"]`);
  if (link) location.assign(link.href.replace(/#.*$/, narrow.matches ? "#topic" : ""));
}

async function draw(drawing) {
  const { data, layouts } = coloured(document.getElementById(`${drawing.id}-figure`).textContent);
  const layout = layouts[narrow.matches ? "narrow" : "wide"];
  if (narrow.matches) layout.dragmode = false; // a finger scrolls the page; it does not push the map about
  drawing.style.minHeight = `${layout.height}px`;
  await Plotly.react(drawing, data, layout, calm);
  drawing.querySelector("svg.main-svg")?.setAttribute("aria-hidden", "true"); // the table beside it says the same
}

function listen(drawing) {
  const go = (event) => open(event.points[0]?.customdata);
  drawing.on("plotly_click", go);
  drawing.on("plotly_clickannotation", (event) => open(event.annotation.name));
}

// arrow keys go through the topics in the order of the list, Enter opens the one that is marked
function walk(map) {
  const links = [...document.querySelectorAll("a[data-topic]")];
  const said = document.createElement("p");
  said.className = "walked";
  said.setAttribute("role", "status");
  map.after(said);
  let place = links.findIndex((one) => one.ariaCurrent);
  const shapes = map.layout.shapes.length;
  map.tabIndex = 0;
  map.setAttribute("role", "group");
  map.setAttribute("aria-label", "Map of topics: arrow keys go from topic to topic, Enter chooses one");
  map.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && links[place]) open(links[place].dataset.topic);
    if (!step || !links.length) return;
    event.preventDefault();
    place = (place + step + links.length) % links.length;
    const number = links[place].dataset.topic;
    const row = links[place].closest("tr");
    said.textContent = `${links[place].textContent}, ${row.cells[2].textContent} segments`;
    const disc = map.data.findIndex((trace) => String(trace.customdata[0]) === number);
    const label = map.layout.annotations.findIndex((one) => one.name === number);
    const mark = map.layout.annotations[label];
    Plotly.relayout(map, { [`annotations[${shapes}]`]: pointer(mark, map.data[disc]) });
  });
}

// an arrow to the marked topic: a shape, not only a colour
function pointer(mark, trace) {
  const style = getComputedStyle(document.documentElement);
  return {
    x: mark.x, y: mark.y, text: "▼", showarrow: false, yshift: 22,
    font: { size: 22, color: trace?.marker.color ?? style.getPropertyValue("--ink") },
  };
}

// buttons to come closer, for those who cannot or would not drag
function closer(map) {
  const tools = document.createElement("div");
  tools.className = "tools";
  for (const [word, times] of [["Closer", 0.6], ["Further", 1 / 0.6], ["All of it", 0]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word;
    button.addEventListener("click", () => (times ? zoom(map, times) : draw(map)));
    tools.append(button);
  }
  map.after(tools);
}

function zoom(map, times) {
  const change = {};
  for (const axis of ["xaxis", "yaxis"]) {
    const [low, high] = map.layout[axis].range;
    const middle = (low + high) / 2;
    change[`${axis}.range`] = [middle - (middle - low) * times, middle + (high - middle) * times];
  }
  Plotly.relayout(map, change);
}

if (window.Plotly) {
  document.documentElement.classList.add("with-script");
  for (const drawing of drawings) {
    drawing.querySelector("noscript")?.remove();
    await draw(drawing);
    listen(drawing);
  }
  const map = document.getElementById("map");
  if (map) {
    walk(map);
    closer(map);
  }
  for (const look of [narrow, dark]) look.addEventListener("change", () => drawings.forEach(draw));
} else {
  // plotly did not come: what the page shows without scripts
  for (const drawing of drawings) drawing.innerHTML = drawing.querySelector("noscript")?.textContent ?? "";
}
document.documentElement.dataset.drawn = "yes";
