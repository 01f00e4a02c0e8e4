// The page on which a plan of groups is changed: a school is chosen by a click or dragged onto another school (swap) or
// group (move). Either fills the form, which asks what that would do; without scripts one fills the form by hand.
const page = document.getElementById("change");
const form = document.getElementById("choose");
const said = document.getElementById("said");
const { school, to } = form.elements;
const OVER = "app-drop";

let dragged = null;

function mark() {
  for (const item of page.querySelectorAll("[data-school]")) {
    item.classList.toggle("app-group__school--chosen", item.dataset.school === school.value);
  }
}

function ask() {
  mark();
  if (school.value && to.value) {
    htmx.trigger(form, "change");
  }
}

function target(event) {
  const place = event.target.closest("[data-school], [data-group]");
  if (!dragged || !place || place === dragged || place.contains(dragged)) {
    return null;
  }
  const same = place.dataset.school && place.closest("[data-group]") === dragged.closest("[data-group]");
  return same ? null : place;
}

function clear() {
  for (const place of page.querySelectorAll(`.${OVER}`)) {
    place.classList.remove(OVER);
  }
}

page.addEventListener("click", (event) => {
  const link = event.target.closest("[data-school] a");
  if (link) {
    event.preventDefault();
    const chosen = link.closest("[data-school]");
    school.value = chosen.dataset.school;
    to.value = "";
    mark();
    said.textContent = `${chosen.dataset.name} chosen. Say where it goes.`;
    to.focus();
  }
});

page.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-school]");
  if (dragged) {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name);
  }
});

page.addEventListener("dragover", (event) => {
  clear();
  const place = target(event);
  if (place) {
    event.preventDefault();
    place.classList.add(OVER);
  }
});

page.addEventListener("drop", (event) => {
  const place = target(event);
  if (place) {
    event.preventDefault();
    school.value = dragged.dataset.school;
    to.value = place.dataset.school ? `school-${place.dataset.school}` : `group-${place.dataset.group}`;
    said.textContent = `${dragged.dataset.name} dropped on ${place.dataset.name}.`;
    ask();
  }
});

page.addEventListener("dragend", () => {
  clear();
  dragged = null;
});

school.addEventListener("change", mark);

// Whoever chose a school before this script was there came by the link: they go on at the same place.
if (window.location.hash === "#choose") {
  to.focus();
}
