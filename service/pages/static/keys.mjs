// Keys for the review page: one key decides. Without this file every button works as it is.

const suggestions = [...document.querySelectorAll(".suggestion")];
let chosen = Math.max(0, suggestions.findIndex((one) => !one.classList.contains("decided")));

function choose(index) {
  chosen = index;
  suggestions.forEach((one, place) => one.classList.toggle("chosen", place === index));
}

function press(key) {
  const own = key === "accept" || key === "reject" ? suggestions[chosen] : document;
  own?.querySelector(`[data-key="${key}"]`)?.click();
}

const keys = {
  a: () => press("accept"),
  x: () => press("reject"),
  0: () => press("none"),
  "?": () => press("unsure"),
  d: () => press("done"),
  s: () => press("skip"),
  u: () => press("undo"),
  v: () => document.getElementById("voice")?.focus(),
  n: () => document.getElementById("memo")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.activeElement?.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  if (/^[1-9]$/.test(event.key) && suggestions[event.key - 1]) {
    choose(event.key - 1);
    suggestions[chosen].scrollIntoView({ block: "nearest" });
  } else if (keys[event.key]) keys[event.key]();
  else return;
  event.preventDefault();
});

// one decision a press: a second press while the first is on its way sends nothing
document.getElementById("decide")?.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => delete document.getElementById("decide")?.dataset.sent);

if (suggestions.length) choose(chosen);
// the note scrolls to its segment within its own frame; the page itself never jumps
const note = document.querySelector(".note");
const segment = document.getElementById("segment");
if (note && segment) note.scrollTop = segment.offsetTop - note.clientHeight / 2;
