// The agenda (or the programme of a day) in the making: an item is dragged to its place, or moved with its buttons without leaving the page.
// Either sends the new order; the server answers with the list, its numbers and clock times.
const list = document.getElementById("items");
const said = document.getElementById("said");
const OVER = "app-agenda__item--over";
const AFTER = "app-agenda__item--after";
const MOVING = "app-agenda__item--moving";

let dragged = null;
let turns = 0; // orders sent

function clear() {
  for (const item of list.querySelectorAll(`.${OVER}, .${AFTER}`)) {
    item.classList.remove(OVER, AFTER);
  }
}

function order() {
  return [...list.querySelectorAll("[data-item]")].map((item) => item.dataset.item);
}

// Nothing is redrawn under a hand that drags, nor by an answer that a later one has overtaken.
async function send(focus) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const item of order()) {
    body.append("item", item);
  }
  turns += 1;
  const turn = turns;
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(list.dataset.arrange, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const text = await answer.text();
    if (dragged) {
      await new Promise((resolve) => list.addEventListener("dragend", resolve, { once: true }));
    }
    if (turn === turns) {
      list.innerHTML = text;
      list.removeAttribute("aria-busy");
      focus();
    }
  } catch {
    window.location.reload();
  }
}

function place(name) {
  const item = [...list.querySelectorAll("[data-item]")].find((one) => one.dataset.name === name);
  return item?.querySelector(".app-agenda__number").textContent ?? "";
}

list.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-item]");
  if (dragged) {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name);
    dragged.classList.add(MOVING);
  }
});

function target(event) {
  const item = event.target.closest("[data-item]");
  return dragged && item && item !== dragged && item.parentElement === dragged.parentElement ? item : null;
}

function below(event, item) {
  const box = item.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

list.addEventListener("dragover", (event) => {
  clear();
  const item = target(event);
  if (item) {
    event.preventDefault();
    item.classList.add(below(event, item) ? AFTER : OVER);
  }
});

list.addEventListener("drop", (event) => {
  const item = target(event);
  if (item) {
    event.preventDefault();
    item.parentElement.insertBefore(dragged, below(event, item) ? item.nextElementSibling : item);
    const { name } = dragged.dataset;
    send(() => {
      said.textContent = `${name} ${list.dataset.moved ?? "is now item"} ${place(name)}.`;
    });
  }
});

list.addEventListener("dragend", () => {
  clear();
  dragged?.classList.remove(MOVING);
  dragged = null;
});

// The buttons of items at the top: without a reload, and the focus stays on the moved item.
list.addEventListener("submit", (event) => {
  const way = event.target.querySelector("[data-shift]")?.dataset.shift;
  const item = event.target.closest("[data-item]");
  if (!way || !item || event.target.closest(".app-agenda--under")) {
    return;
  }
  event.preventDefault();
  const other = way === "up" ? item.previousElementSibling : item.nextElementSibling;
  item.parentElement.insertBefore(item, way === "up" ? other : other.nextElementSibling);
  const { name, item: key } = item.dataset;
  send(() => {
    said.textContent = `${name} ${list.dataset.moved ?? "is now item"} ${place(name)}.`;
    const moved = list.querySelector(`[data-item="${key}"]`);
    const button = moved.querySelector(`[data-shift="${way}"]`) ?? moved.querySelector("[data-shift]");
    button?.focus();
  });
});
